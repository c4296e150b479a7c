"""What holds for every request and response: limits, hosts, headers, impossible characters."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import unquote_to_bytes

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_wtf.csrf import CSRFProtect, generate_csrf
from itsdangerous import SignatureExpired, TimestampSigner, URLSafeTimedSerializer
from werkzeug.routing import IntegerConverter, Map

from forum.core import clock
from forum.core.config import LOCAL_HOSTS
from forum.core.errors import Invalid

REQUEST_MAX_BYTES = 1024 * 1024  # the longest post is 32,000 characters; drafts carry two of them
FORM_PARTS_MAX = 200
SIGNED_IN_DAYS = 30
CLOCK_OFF_MAX = timedelta(days=2)  # a cookie lives longer by that at most, and its row decides
# A browser opens none of these as a page; a first visit asks for thirty of them on a slow line.
NEVER_A_PAGE = {"text/css", "text/javascript", "font/woff2"}
CSP = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
ROW_ID_MAX = 2**31 - 1  # PostgreSQL's integer; a larger number in an address names nothing
csrf = CSRFProtect()
_TAKES = "__takes__"

View = TypeVar("View", bound=Callable[..., Any])


def takes_up_to(size: int) -> Callable[[View], View]:
    """The view takes a body of so many bytes, in the place of ``REQUEST_MAX_BYTES``."""

    def mark(view: View) -> View:
        setattr(view, _TAKES, size)
        return view

    return mark


class Signer(TimestampSigner):
    """Takes a cookie from tomorrow: the clock was wrong for a while, and the person was not."""

    def unsign(
        self, signed_value: str | bytes, max_age: int | None = None, return_timestamp: bool = False
    ) -> Any:
        """Refuse what is forged or too old."""
        try:
            return super().unsign(signed_value, max_age, return_timestamp)  # type: ignore[call-overload]
        except SignatureExpired as expired:
            if expired.date_signed is None:
                raise
            if not timedelta(0) < expired.date_signed - clock.now() < CLOCK_OFF_MAX:
                raise
            return super().unsign(signed_value, None, return_timestamp)  # type: ignore[call-overload]


class Sessions(SecureCookieSessionInterface):
    """Cookies of sessions, but none on what anybody may keep for anybody."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Flask's own, with a signer that knows of clocks."""
        serializer = super().get_signing_serializer(app)
        if serializer is not None:
            serializer.signer = Signer
        return serializer

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Flask-Login looks into the session on every response; public ones stay the same."""
        if not response.cache_control.public:
            super().save_session(app, session, response)


class RowId(IntegerConverter):
    """``<int:…>`` in an address: a number that a row could have."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=ROW_ID_MAX)


def init_app(app: Flask) -> None:
    """Set the limits that Flask leaves open and check what no page should have to."""
    settings = app.config["THREADWELL"]
    app.config.update(
        MAX_CONTENT_LENGTH=REQUEST_MAX_BYTES,
        MAX_FORM_MEMORY_SIZE=REQUEST_MAX_BYTES,
        MAX_FORM_PARTS=FORM_PARTS_MAX,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.site_url.startswith("https://"),
        PERMANENT_SESSION_LIFETIME=SIGNED_IN_DAYS * 24 * 3600,
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its session: long texts take long
        TRUSTED_HOSTS=_trusted_hosts(settings.site_host),
    )
    app.session_interface = Sessions()
    app.url_map.converters["int"] = RowId
    app.before_request(lambda: _take_what_the_view_takes(app))
    app.before_request(_refuse_impossible_characters)  # it reads the body as it came
    csrf.init_app(app)
    app.jinja_env.globals["csrf_token"] = csrf_token
    app.context_processor(lambda: {"csrf_token": csrf_token})  # Flask-WTF sets both, too
    app.after_request(_secure)


def csrf_token() -> str:
    """The token of this browser's forms: a page has dozens of them, and asks for it once."""
    made = g.get("csrf_token")  # where Flask-WTF keeps what it made for this request
    return str(made or generate_csrf())


def _trusted_hosts(host: str) -> list[str]:
    return sorted(LOCAL_HOSTS | {"[::1]"}) if host in LOCAL_HOSTS else [host, *sorted(LOCAL_HOSTS)]


def _take_what_the_view_takes(app: Flask) -> None:
    view = app.view_functions.get(request.endpoint or "")
    request.max_content_length = getattr(view, _TAKES, REQUEST_MAX_BYTES)


def _impossible(text: str) -> bool:
    return "\0" in text or any("\ud800" <= c <= "\udfff" for c in text if c > "\ud7ff")


def _is_utf8() -> bool:
    """Whether what came can be kept as it was typed; lone surrogates have no bytes in UTF-8."""
    try:
        unquote_to_bytes(request.query_string).decode()
        if request.mimetype == "application/x-www-form-urlencoded":
            unquote_to_bytes(request.get_data()).decode()
        elif request.mimetype == "multipart/form-data":
            body = request.get_data()
            if not request.files:
                body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _refuse_impossible_characters() -> None:
    """NUL and lone surrogates: no database keeps them, no person types them."""
    if not _is_utf8():
        raise Invalid()
    values = [request.path]
    for source in (request.args, request.form):
        for name, texts in source.lists():
            values += [name, *texts]
    if any(_impossible(value) for value in values):
        raise Invalid()


def _secure(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("X-Content-Type-Options", "nosniff")
    if response.mimetype in NEVER_A_PAGE:
        return response
    headers.setdefault("Content-Security-Policy", CSP)
    headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if response.mimetype == "text/html":
        headers.setdefault("Cache-Control", "private, no-cache")
        headers.add("Vary", "Cookie, Accept-Language, HX-Request")
    return response
