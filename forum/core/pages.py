"""What every template may use: the site, strict names, and nothing else of the application."""

import re
from collections.abc import MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, has_request_context, request, url_for
from flask.templating import Environment
from jinja2 import StrictUndefined
from jinja2.runtime import Context, Macro
from slugify import slugify as transliterate

from forum.core import i18n, settings, slots
from forum.core.look.routes import look_path
from forum.core.look.shades import DEFAULT_ACCENT, look_of
from forum.core.markup import SOURCE_MAX_CHARS

SLUG_MAX_CHARS = 80
PATHS_KEPT = 20_000
WORDS_ARE_WIDER = 2  # a sign is about as wide as high, a line of letters at least twice
KEEPS_PAGE = "X-Keep-Page"  # a script sends the form and stays until it knows where to go on
GO_TO = "X-Go-To"
_LOCAL = re.compile(r"^/(?![/\\])[^\s\\]*$")


@dataclass(frozen=True, slots=True)
class Logo:
    """The site's own picture: where it stands and how large it is, in pixels."""

    url: str
    width: int
    height: int

    @property
    def says_the_name(self) -> bool:
        """Whether it is a line of letters, so that the name need not stand beside it."""
        return self.width > WORDS_ARE_WIDER * self.height


@dataclass(frozen=True, slots=True)
class Site:
    """What templates call ``site``; what an admin may change is asked for anew each time."""

    url: str
    is_demo: bool

    @property
    def name(self) -> str:
        """What the site is called."""
        return settings.site_name()

    @property
    def tagline(self) -> str:
        """What it is for, in a line, in the language of the page; may be empty."""
        return settings.current().tagline(i18n.language())

    @property
    def logo(self) -> Logo | None:
        """The site's own picture, if it has one; its words are the name."""
        chosen = settings.current()
        if not chosen.logo:
            return None
        return Logo(f"/look/logo/{chosen.logo}", chosen.logo_width, chosen.logo_height)

    @property
    def look_url(self) -> str:
        """The style sheet of the site's accent, or nothing while it has the default."""
        accent = settings.current().accent
        return look_path(accent, "css") if accent else ""

    @property
    def icon_url(self) -> str:
        """The tab's picture in the site's accent, or nothing while it has the default."""
        accent = settings.current().accent
        return look_path(accent, "svg") if accent else ""

    @property
    def brand(self) -> str:
        """The accent as ``#rrggbb`` that is readable on white: for mails and pictures."""
        return look_of(settings.current().accent or DEFAULT_ACCENT).light.brand


class QuickContext(Context):
    """Calls macros without asking first what they want to be given: a page calls hundreds."""

    def call(self, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """A macro gets what Jinja would give it; everything else goes Jinja's way."""
        if type(__obj) is not Macro:
            return super().call(__obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return __obj(self.eval_ctx, *args, **kwargs)


class QuickEnvironment(Environment):
    """Templates that share one plain map of globals: each import looks through all of it."""

    context_class = QuickContext

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The environment's own globals; a chain only where a template was given some."""
        return super().make_globals(d) if d else self.globals


def init_app(app: Flask) -> None:
    """Make templates strict and give them their globals."""
    config = app.config["THREADWELL"]
    address = urlsplit(config.site_url)
    app.config.update(SERVER_NAME=address.netloc, PREFERRED_URL_SCHEME=address.scheme)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        site=Site(config.site_url, config.demo),
        url_for=link,
        languages=i18n.LANGUAGES,
        text_max_chars=SOURCE_MAX_CHARS,
        panels=slots.panels,
        public_panels=slots.public_panels,
    )
    app.context_processor(lambda: {"locale": i18n.language()})
    app.after_request(_tell_where)


def _tell_where(response: Response) -> Response:
    """Name the next page to a script that keeps this one, instead of leading it there.

    A script that follows a redirect reads the page, and the messages on it, before anybody sees it.
    """
    if request.headers.get(KEEPS_PAGE) != "1" or response.location is None:
        return response
    response.headers[GO_TO] = response.location
    del response.headers["Location"]
    response.status_code = 204
    response.set_data(b"")
    return response


def slug(text: str) -> str:
    """Words for an address: transliterated, lower case, at most ``SLUG_MAX_CHARS``; never empty."""
    return transliterate(text, max_length=SLUG_MAX_CHARS, word_boundary=True) or "-"


def safe_next(target: str | None, fallback: str = "/") -> str:
    """A place on this site to go on to; anything else becomes ``fallback``."""
    return target if target and _LOCAL.match(target) else fallback


def path_to(endpoint: str, **values: Any) -> str:
    """The path of a page, also where no request is being answered (jobs, commands, mails)."""
    return link(endpoint, _external=False, **values)


def link(endpoint: str, **values: Any) -> str:
    """``url_for``, remembering paths: a list has a hundred links, and most were made before."""
    if not has_request_context() or endpoint.startswith(".") or values.get("_external"):
        return url_for(endpoint, **values)
    try:
        return _path(request.root_path, endpoint, tuple(values.items()))
    except TypeError:  # a value that cannot be remembered, such as a list
        return url_for(endpoint, **values)


@lru_cache(maxsize=PATHS_KEPT)
def _path(_root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    return url_for(endpoint, **dict(values))


def absolute(path: str) -> str:
    """The path as a whole address, for mails and programs, whatever Host the request claimed."""
    return f"{current_app.config['THREADWELL'].site_url}{path}"


def wants_fragment() -> bool:
    """Whether htmx asks and only the changed part should be sent."""
    return request.headers.get("HX-Request") == "true"
