"""Whole pages kept for visitors, so that a crowd costs little more than one reader.

Only views that say so (``@kept_for_visitors``) are kept, and only for requests without a session
cookie; whatever would set a cookie or holds a token is never kept. Any committed write, of this
process or another, makes all pages out of date: SQLite's ``data_version`` and PostgreSQL's
snapshots tell (``versions``). On a database that has no such figure nothing is kept.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import Flask, Response, request, session
from sqlalchemy.engine import make_url
from werkzeug.http import parse_cookie

from forum.core import clock
from forum.core.i18n import LANGUAGE_COOKIE, visitors_language
from forum.core.versions import DatabaseVersion, Version, version_of

PAGES_MAX = 500
PAGE_MAX_BYTES = 300_000
KEPT_FOR = timedelta(seconds=60)  # "3 minutes ago" may be a minute late
TOKEN_MARKS = (b'name="csrf_token"', b'name="csrf-token"')
_KEPT = "__kept__"
_WANTED = "threadwell.keep"  # in the environment: this answer may be kept
_READERS = "threadwell.for_each_reader"  # what to do for every reader, kept page or not

View = TypeVar("View", bound=Callable[..., Any])
Work = Callable[[], None]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it was sent, and the state of the database from before it was drawn."""

    version: Version
    at: datetime
    headers: list[tuple[str, str]]
    body: bytes
    for_each_reader: tuple[Work, ...]


def kept_for_visitors(view: View) -> View:
    """The view draws the same page for every visitor, without a token and without a form's key."""
    setattr(view, _KEPT, True)
    return view


def for_each_reader(work: Work) -> None:
    """Do this now, and again for everyone who is served the page from memory."""
    work()
    request.environ.setdefault(_READERS, []).append(work)


class PageCache:
    """WSGI middleware between the server and the site."""

    def __init__(
        self, app: Any, version: DatabaseVersion, session_cookie: str, theme_cookie: str
    ) -> None:
        self.app = app
        self._version = version
        self._session_cookie = session_cookie
        self._theme_cookie = theme_cookie
        self._lock = threading.Lock()
        self._pages: OrderedDict[Key, KeptPage] = OrderedDict()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Serve from memory, or have the page drawn and keep it if it may be."""
        key = self._key(environ)
        version = self._version.read() if key is not None else None
        if key is None or version is None:
            served: Iterable[bytes] = self.app(environ, start_response)
            return served
        page = self._find(key, version)
        if page is None:
            return self._draw(key, version, environ, start_response)
        for work in page.for_each_reader:
            work()
        start_response("200 OK", list(page.headers))
        return [page.body]

    def _key(self, environ: dict[str, Any]) -> Key | None:
        """What the page depends on; None for a request that is never served from memory."""
        if environ["REQUEST_METHOD"] != "GET":
            return None
        if "HTTP_HX_REQUEST" in environ or "HTTP_AUTHORIZATION" in environ:
            return None
        cookies = parse_cookie(environ.get("HTTP_COOKIE", ""))
        if self._session_cookie in cookies:
            return None
        return (
            environ["wsgi.url_scheme"],
            environ.get("HTTP_HOST", ""),
            environ.get("SCRIPT_NAME", ""),
            environ.get("PATH_INFO", ""),
            environ.get("QUERY_STRING", ""),
            cookies.get(self._theme_cookie, ""),
            visitors_language(
                cookies.get(LANGUAGE_COOKIE, ""), environ.get("HTTP_ACCEPT_LANGUAGE", "")
            ),
        )

    def _find(self, key: Key, version: Version) -> KeptPage | None:
        with self._lock:
            page = self._pages.get(key)
            if page is None:
                return None
            age = clock.now() - page.at
            if page.version != version or not timedelta(0) <= age < KEPT_FOR:
                del self._pages[key]
                return None
            self._pages.move_to_end(key)
            return page

    def _draw(
        self, key: Key, version: Version, environ: dict[str, Any], start_response: Any
    ) -> Iterable[bytes]:
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def note(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            started.append((status, list(headers)))
            return start_response(status, headers, *error)

        at = clock.now()
        drawn = self.app(environ, note)
        if _WANTED not in environ or not started:
            answer: Iterable[bytes] = drawn
            return answer
        try:
            body = b"".join(drawn)
        finally:
            if hasattr(drawn, "close"):
                drawn.close()
        status, headers = started[-1]
        if _may_be_kept(status, headers, body):
            works = tuple(environ.get(_READERS, ()))
            self._keep(key, KeptPage(version, at, headers, body, works))
        return [body]

    def _keep(self, key: Key, page: KeptPage) -> None:
        with self._lock:
            self._pages[key] = page
            self._pages.move_to_end(key)
            while len(self._pages) > PAGES_MAX:
                self._pages.popitem(last=False)


def _may_be_kept(status: str, headers: list[tuple[str, str]], body: bytes) -> bool:
    """Only whole pages without a cookie and without a token, however they came about."""
    named = {name.lower(): value for name, value in headers}
    return (
        status.startswith("200 ")
        and "set-cookie" not in named
        and named.get("content-type", "").startswith("text/html")
        and len(body) <= PAGE_MAX_BYTES
        and not any(mark in body for mark in TOKEN_MARKS)
    )


def init_app(app: Flask, database_url: str, theme_cookie: str) -> None:
    """Keep pages where the database can tell that it changed.

    Comes before the middleware that believes proxies: what they say of host and scheme is part of
    what a page depends on.
    """

    @app.after_request
    def say_whether_kept(response: Response) -> Response:
        view = app.view_functions.get(request.endpoint or "")
        if getattr(view, _KEPT, False) and not session.modified:
            request.environ[_WANTED] = True
        return response

    version = version_of(make_url(database_url))
    if version is None:
        return
    name = str(app.config["SESSION_COOKIE_NAME"])
    cache = PageCache(app.wsgi_app, version, name, theme_cookie)
    app.wsgi_app = cache  # type: ignore[method-assign]
