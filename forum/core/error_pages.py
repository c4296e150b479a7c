"""Every error becomes a page or JSON here and nowhere else."""

import logging
import secrets
from datetime import timedelta
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from forum.core import errors
from forum.core.db import db
from forum.core.i18n import duration
from forum.core.pages import safe_next, wants_fragment
from forum.core.resending import came_from_here, typed_form

logger = logging.getLogger(__name__)
RETRY_AFTER_SECONDS = 5
REFERENCE_BYTES = 4  # enough to find one line of a log
PASSING = frozenset({429, 500, 503})  # what may be gone a moment later


def wants_json() -> bool:
    """Whether the caller is a program: an API path, or JSON asked for before HTML."""
    if request.path.startswith("/api/"):
        return True
    accepted = request.accept_mimetypes
    return bool(accepted["application/json"] > accepted["text/html"])


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(errors.ThreadwellError, _ours)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(Exception, _unexpected)


def _ours(error: errors.ThreadwellError) -> BaseResponse:
    if isinstance(error, errors.SignInNeeded) and not wants_json():
        return _to_sign_in()
    title, message, what_to_do = _words(error.status)
    if isinstance(error, errors.TooMany):
        what_to_do = _when_again(error.retry_after_seconds)
    page = show(error.status, title, error.message or message, error.what_to_do or what_to_do)
    if isinstance(error, errors.TooMany):
        page.headers["Retry-After"] = str(error.retry_after_seconds)
    if isinstance(error, errors.Degraded):
        page.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return page


def _when_again(seconds: int) -> str:
    """When somebody who was too fast may come back, in words."""
    return str(_("Try again in %(time)s.", time=duration(timedelta(seconds=seconds))))


def _to_sign_in() -> BaseResponse:
    """Off to the sign-in page, and back afterwards to the page on which it was asked for."""
    if wants_fragment():
        response = make_response("", 204)
        here = _path_of(request.headers.get("HX-Current-URL", ""))
        response.headers["HX-Redirect"] = url_for("security.login", next=here or None)
        return response
    asked = request.full_path.rstrip("?") if request.method == "GET" else None
    back = asked or _path_of(request.referrer or "")
    return redirect(url_for("security.login", next=safe_next(back)))


def _path_of(address: str) -> str:
    """Path and query of a whole address on this site, or nothing."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return safe_next(path, "") if parts.netloc == request.host else ""


def _stale_form(error: CSRFError) -> BaseResponse:
    """Say so; a form of this site gets what was typed back, ready to be sent again."""
    title = _("This form is too old, or came from another site")
    if wants_json() or not came_from_here():
        what_to_do = _("Go back: what you typed is still there. Reload the page and send it again.")
        return show(400, title, _("Nothing was changed."), what_to_do)
    page = render_template("errors/stale_form.html", typed=typed_form(request.path))
    return make_response(page, 400)


def _http(error: HTTPException) -> BaseResponse:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    title, message, what_to_do = _words(status)
    page = show(status, title, message, what_to_do)
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after"}:
            page.headers[name] = value
    return page


def _database(error: DBAPIError) -> BaseResponse:
    db.session.rollback()
    if not isinstance(error, OperationalError) and not error.connection_invalidated:
        return _unexpected(error)
    logger.error("the database did not answer: %s", error.orig)
    title, message, what_to_do = _words(503)
    page = show(503, title, message, what_to_do)
    page.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return page


def _unexpected(error: Exception) -> BaseResponse:
    reference = secrets.token_hex(REFERENCE_BYTES)
    logger.exception(
        "%s %s failed, reference %s", request.method, request.path, reference, exc_info=error
    )
    db.session.rollback()
    page = show(500, *_words(500), reference=reference)
    page.headers["X-Error-Reference"] = reference
    return page


def show(status: int, title: str, message: str, what_to_do: str, reference: str = "") -> Response:
    """One error as a page, or as JSON for programs; the log has the reference too."""
    if wants_json():
        body = {"error": {"status": status, "message": message, "what_to_do": what_to_do}}
        return make_response(jsonify(body), status)
    page = render_template(
        "errors/error.html",
        code=status,
        title=title,
        message=message,
        what_to_do=what_to_do,
        reference=reference,
        again=_same_page() if status in PASSING else "",
    )
    return make_response(page, status)


def _same_page() -> str:
    """The address that was asked for, where asking again harms nothing."""
    return safe_next(request.full_path.rstrip("?"), "") if request.method == "GET" else ""


def _words(status: int) -> tuple[str, str, str]:
    """Title, message and what to do for a status that came without words of its own."""
    known = {
        400: (
            _("That could not be understood"),
            _("Something in the request is not as it should be. Nothing was changed."),
            _("Go back, check what you entered and try again."),
        ),
        401: (_("Please sign in"), _("This needs to know who you are."), ""),
        403: (
            _("This is not yours to do"),
            _("You can see it, but this act belongs to somebody else. Nothing was changed."),
            _("If you think it should be possible, ask the team."),
        ),
        404: (
            _("There is nothing here"),
            _("The page may have moved, been merged, or never have existed."),
            _("Search for it: what was answered once can usually be found."),
        ),
        405: (_("That cannot be done here"), _("Nothing was changed."), ""),
        409: (
            _("That is not possible now"),
            _("Things have changed meanwhile. Nothing was lost."),
            _("Reload the page and look again."),
        ),
        413: (
            _("That is too large"),
            _("It was not saved, but what you wrote is still in the form."),
            _("Go back and shorten it, or send it in parts. Pictures: make them smaller."),
        ),
        429: (
            _("A little slower, please"),
            _("That was more than we take at once. Nothing was changed."),
            _("Wait a moment and try again."),
        ),
        503: (
            _("Busy for a moment"),
            _("The site could not finish this. Nothing half-done was kept."),
            _("Go back and send it again in a few seconds: your text is still in the form."),
        ),
    }
    fallback = (
        _("Something broke on our side"),
        _("It was noted, and nothing half-done was kept."),
        _("Try again; if it stays, tell the team the reference below and what you were doing."),
    )
    return known.get(status, fallback)
