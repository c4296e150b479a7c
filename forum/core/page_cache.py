"""Whole pages kept for visitors, so that a crowd costs little more than one reader.

Only views that say so (``@kept_for_visitors``) are kept, and only for requests without a session
cookie; whatever would set a cookie or holds a token is never kept. Any committed write, of this
process or another, makes all pages out of date: SQLite's ``data_version`` and PostgreSQL's
snapshots tell (``versions``). While the database does not tell, nothing is kept.

What is kept carries an ETag of its bytes, so whoever comes back with it hears 304, and it is
packed once for all readers who unpack gzip.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import Flask, Response, request, session
from werkzeug.http import parse_cookie, parse_etags

from forum.core import clock
from forum.core.compression import accepts_gzip, packed, packed_headers, varied
from forum.core.i18n import LANGUAGE_COOKIE, visitors_language
from forum.core.versions import DatabaseVersion, Version, version_for

PAGES_MAX = 500
PAGE_MAX_BYTES = 300_000
KEPT_FOR = timedelta(seconds=60)  # "3 minutes ago" may be a minute late
KEPT_TYPES = (
    *("text/html", "text/plain", "application/atom+xml", "application/xml", "application/json"),
)
ETAG_CHARS = 20
NOT_WITHOUT_A_BODY = frozenset({"content-length", "content-type"})
TOKEN_MARKS = (b'name="csrf_token"', b'name="csrf-token"')
_KEPT = "__kept__"
_WANTED = "threadwell.keep"  # in the environment: this answer may be kept
_READERS = "threadwell.for_each_reader"  # what to do for every reader, kept page or not

View = TypeVar("View", bound=Callable[..., Any])
Work = Callable[[], None]
Key = tuple[str, ...]


@dataclass(slots=True)
class KeptPage:
    """A page as it was sent, and the state of the database from before it was drawn."""

    version: Version
    at: datetime
    headers: list[tuple[str, str]]
    body: bytes
    for_each_reader: tuple[Work, ...]
    etag: str
    packed: bytes = b""  # made for the first reader who unpacks it

    def serve(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Send it, packed if the reader unpacks; nothing but headers if they have it already."""
        if parse_etags(environ.get("HTTP_IF_NONE_MATCH")).contains_weak(self.etag):
            kept = [(k, v) for k, v in self.headers if k.lower() not in NOT_WITHOUT_A_BODY]
            start_response("304 Not Modified", kept)
            return []
        if not accepts_gzip(environ):
            start_response("200 OK", list(self.headers))
            return [self.body]
        if not self.packed:
            self.packed = packed(self.body)
        start_response("200 OK", packed_headers(self.headers, len(self.packed)))
        return [self.packed]


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
        self, app: Any, version: DatabaseVersion, session_cookie: str, *look_cookies: str
    ) -> None:
        self.app = app
        self._version = version
        self._session_cookie = session_cookie
        self._look_cookies = look_cookies
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
        return page.serve(environ, start_response)

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
            *(cookies.get(name, "") for name in self._look_cookies),
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
        started: list[tuple[str, list[tuple[str, str]], tuple[Any, ...]]] = []

        def note(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            started.append((status, list(headers), error))
            return lambda _data: None

        at = clock.now()
        drawn = self.app(environ, note)
        status, headers, error = started[-1]
        if _WANTED not in environ:
            start_response(status, headers, *error)
            answer: Iterable[bytes] = drawn
            return answer
        try:
            body = b"".join(drawn)
        finally:
            if hasattr(drawn, "close"):
                drawn.close()
        if not _may_be_kept(status, headers, body):
            start_response(status, headers, *error)
            return [body]
        etag = hashlib.sha256(body).hexdigest()[:ETAG_CHARS]
        named = [(k, v) for k, v in headers if k.lower() != "etag"]
        headers = varied([*named, ("ETag", f'W/"{etag}"')])
        page = KeptPage(version, at, headers, body, tuple(environ.get(_READERS, ())), etag)
        self._keep(key, page)
        return page.serve(environ, start_response)

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
        and named.get("content-type", "").startswith(KEPT_TYPES)
        and len(body) <= PAGE_MAX_BYTES
        and not any(mark in body for mark in TOKEN_MARKS)
    )


def init_app(app: Flask, database_url: str, *look_cookies: str) -> None:
    """Keep pages where the database can tell that it changed.

    ``look_cookies`` are those by which pages of visitors differ, beside the language.
    Comes before the middleware that believes proxies: what they say of host and scheme is part of
    what a page depends on.
    """

    @app.after_request
    def say_whether_kept(response: Response) -> Response:
        view = app.view_functions.get(request.endpoint or "")
        if getattr(view, _KEPT, False) and not session.modified:
            request.environ[_WANTED] = True
        return response

    version = version_for(app, database_url)
    name = str(app.config["SESSION_COOKIE_NAME"])
    cache = PageCache(app.wsgi_app, version, name, *look_cookies)
    app.wsgi_app = cache  # type: ignore[method-assign]
