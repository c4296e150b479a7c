"""What every template may use: the site, strict names, and nothing else of the application."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, request, url_for
from flask_babel import ngettext
from jinja2 import StrictUndefined
from slugify import slugify as transliterate

from forum.core import i18n, slots

SLUG_MAX_CHARS = 80
_LOCAL = re.compile(r"^/(?![/\\])[^\s\\]*$")


@dataclass(frozen=True, slots=True)
class Site:
    """What templates call ``site``."""

    name: str
    url: str
    is_demo: bool


def init_app(app: Flask) -> None:
    """Make templates strict and give them their globals."""
    settings = app.config["THREADWELL"]
    address = urlsplit(settings.site_url)
    app.config.update(SERVER_NAME=address.netloc, PREFERRED_URL_SCHEME=address.scheme)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        site=Site(settings.site_name, settings.site_url, settings.demo),
        ngettext=ngettext,
        languages=i18n.LANGUAGES,
        panels=slots.panels,
        public_panels=slots.public_panels,
    )
    app.context_processor(lambda: {"locale": i18n.language()})


def slug(text: str) -> str:
    """Words for an address: transliterated, lower case, at most ``SLUG_MAX_CHARS``; never empty."""
    return transliterate(text, max_length=SLUG_MAX_CHARS, word_boundary=True) or "-"


def safe_next(target: str | None, fallback: str = "/") -> str:
    """A place on this site to go on to; anything else becomes ``fallback``."""
    return target if target and _LOCAL.match(target) else fallback


def path_to(endpoint: str, **values: Any) -> str:
    """The path of a page, also where no request is being answered (jobs, commands, mails)."""
    return url_for(endpoint, _external=False, **values)


def absolute(path: str) -> str:
    """The path as a whole address, for mails and programs, whatever Host the request claimed."""
    return f"{current_app.config['THREADWELL'].site_url}{path}"


def wants_fragment() -> bool:
    """Whether htmx asks and only the changed part should be sent."""
    return request.headers.get("HX-Request") == "true"
