"""gzip between the site and the server: text leaves at a fifth of its size.

Whoever can make a signed-in browser ask for pages of their choice, and sees how long the answers
are, could guess what else stands in a compressed page (BREACH). So a page for a browser with a
session leaves compressed only when that browser itself says that the request began on this site;
visitors' pages hold no secret.
"""

import gzip
import threading
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.http import parse_accept_header, parse_cookie

LEVEL = 5  # a page of 45 kB in under a millisecond; 9 takes twice as long for one per cent
SMALLEST_BYTES = 500  # what is shorter travels in one packet anyway
LARGEST_BYTES = 2_000_000  # longer answers are files that somebody saves
FILES_KEPT = 200
TEXT_TYPES = (
    "text/",
    "application/json",
    "application/xml",
    "application/atom+xml",
    "application/javascript",
    "image/svg",
)
OWN_REQUESTS = frozenset({"same-origin", "none"})
STATIC = "/static/"

Environ = dict[str, Any]
HeaderList = list[tuple[str, str]]


def accepts_gzip(environ: Environ) -> bool:
    """Whether the reader can unpack gzip."""
    return parse_accept_header(environ.get("HTTP_ACCEPT_ENCODING", "")).quality("gzip") > 0


def packed(body: bytes) -> bytes:
    """The body as gzip, the same bytes for the same body."""
    return gzip.compress(body, LEVEL, mtime=0)


def packed_headers(headers: HeaderList, length: int) -> HeaderList:
    """The headers of a body that was packed to ``length`` bytes."""
    changed = Headers(headers)
    changed["Content-Encoding"] = "gzip"
    changed["Content-Length"] = str(length)
    changed.pop("Accept-Ranges", None)
    tag = changed.get("ETag", "")
    if tag and not tag.startswith("W/"):
        changed["ETag"] = f"W/{tag}"  # other bytes, the same page
    return list(changed.to_wsgi_list())


def varied(headers: HeaderList) -> HeaderList:
    """The headers with a word for caches that readers may get different bytes."""
    changed = Headers(headers)
    changed["Vary"] = ", ".join([*changed.getlist("Vary"), "Accept-Encoding"])
    return list(changed.to_wsgi_list())


class Compression:
    """WSGI middleware around the site; packed files are remembered, pages are packed each time."""

    def __init__(self, app: Any, session_cookie: str) -> None:
        self.app = app
        self._session_cookie = session_cookie
        self._lock = threading.Lock()
        self._files: OrderedDict[str, bytes] = OrderedDict()

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer, packed where that is safe and worth it."""
        started: list[tuple[str, HeaderList, tuple[Any, ...]]] = []

        def note(status: str, headers: HeaderList, *error: Any) -> Any:
            started.append((status, headers, error))
            return lambda _data: None

        body: Iterable[bytes] = self.app(environ, note)
        status, headers, error = started[-1]
        named = Headers(headers)
        if not _is_worth_it(status, named):
            start_response(status, headers, *error)
            return body
        headers = varied(headers)
        if environ["REQUEST_METHOD"] == "HEAD" or not self._may_pack(environ):
            start_response(status, headers, *error)
            return body
        try:
            small = self._pack(environ, named, body)
        finally:
            if hasattr(body, "close"):
                body.close()
        start_response(status, packed_headers(headers, len(small)), *error)
        return [small]

    def _may_pack(self, environ: Environ) -> bool:
        if not accepts_gzip(environ):
            return False
        if _is_file(environ):
            return True
        cookies = parse_cookie(environ.get("HTTP_COOKIE", ""))
        own = environ.get("HTTP_SEC_FETCH_SITE", "") in OWN_REQUESTS
        return own or self._session_cookie not in cookies

    def _pack(self, environ: Environ, headers: Headers, body: Iterable[bytes]) -> bytes:
        tag = headers.get("ETag", "") if _is_file(environ) else ""
        known = self._files.get(tag)
        if known is not None:
            return known
        small = packed(b"".join(body))
        if tag:
            with self._lock:
                self._files[tag] = small
                while len(self._files) > FILES_KEPT:
                    self._files.popitem(last=False)
        return small


def _is_file(environ: Environ) -> bool:
    return str(environ.get("PATH_INFO", "")).startswith(STATIC)


def _is_worth_it(status: str, headers: Headers) -> bool:
    """Whole texts of a known and middling length that nobody packed yet."""
    length = headers.get("Content-Length", "")
    return (
        status[:3] not in {"204", "206", "304"}
        and "Content-Encoding" not in headers
        and headers.get("Content-Type", "").startswith(TEXT_TYPES)
        and length.isdigit()
        and SMALLEST_BYTES <= int(length) <= LARGEST_BYTES
    )


def init_app(app: Flask) -> None:
    """Pack what leaves the site; kept pages are packed where they are kept."""
    name = str(app.config["SESSION_COOKIE_NAME"])
    app.wsgi_app = Compression(app.wsgi_app, name)  # type: ignore[method-assign]
