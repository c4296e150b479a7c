"""Where people are signed in: one row for each browser, and the row decides.

The cookie holds a random token, the row its hash. A row that ended ends the session at once, also
for whoever kept a copy of the cookie.
"""

import hashlib
import re
import secrets
import time
from datetime import datetime, timedelta

from flask import g, has_request_context, request, session
from flask_security.utils import set_request_attr
from sqlalchemy import delete, update
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from forum.accounts import queries
from forum.accounts.current import ACTOR_UNKNOWN, VISITOR_KEY
from forum.accounts.events import PersonSignedIn
from forum.accounts.models import SignInSession, User
from forum.core import clock
from forum.core.db import db, transactional
from forum.core.errors import NotFound
from forum.core.events import publish

TOKEN = "sid"  # noqa: S105  (the key in the cookie, not a token)
TOKEN_BYTES = 32
SEEN_EVERY = timedelta(minutes=10)  # a write for every page would make readers writers
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def token_hash(token: str) -> str:
    """What a row keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def device_of(user_agent: str) -> str:
    """ "Firefox, Linux": enough to recognise one's own browser, too little to track it."""
    browsers = (*_BROWSERS, ("Safari", "Safari"))
    browser = next((name for mark, name in browsers if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    known = ", ".join(part for part in (browser, system) if part)
    return known or re.sub(r"[^\w ./-]", "", user_agent)[:40].strip()


@transactional
def open_session(user_id: int, device: str, visitor_key: str = "") -> str:
    """Write a new session row and return the token for the cookie."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    moment = clock.now()
    db.session.add(
        SignInSession(
            token_hash=token_hash(token),
            user_id=user_id,
            device=device,
            created_at=moment,
            last_seen_at=moment,
        )
    )
    db.session.flush()
    publish(PersonSignedIn(user_id, visitor_key))
    return token


def load_user(uniquifier: str) -> User | None:
    """The person of this browser: one query for the account and the session that must be live."""
    token = session.get(TOKEN)
    if not token or g.get(ACTOR_UNKNOWN):
        return None
    try:
        found = queries.live_session(token_hash(str(token)), str(uniquifier))
    except SQLAlchemyError as fault:
        setattr(g, ACTOR_UNKNOWN, fault)  # the page that tells of it must not ask again
        raise
    if found is None:
        return None
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    if clock.now() - found.last_seen_at >= SEEN_EVERY:
        _note_seen(found.id)
    return found.person


def _note_seen(session_id: int) -> None:
    try:
        seen(session_id)
    except OperationalError:  # a busy database keeps nobody from reading
        db.session.rollback()


@transactional
def seen(session_id: int) -> None:
    """Note that the session is in use."""
    db.session.execute(
        update(SignInSession).where(SignInSession.id == session_id).values(last_seen_at=clock.now())
    )


def on_signed_in(_sender: object, user: User) -> None:
    """Begin a session of its own for every sign-in: nothing of the cookie before counts."""
    earlier = session.get(TOKEN)
    if earlier:
        end(token=str(earlier))
    session[TOKEN] = open_session(
        user.id,
        device_of(request.user_agent.string),
        session.get(VISITOR_KEY, ""),
    )
    session.pop("csrf_token", None)  # forms drawn before the sign-in are void
    g.pop("csrf_token", None)
    if session.pop("_remember", None) == "set":  # "keep me signed in": our cookie lives longer
        session.permanent = True
    session["fs_paa"] = time.time()


def on_signed_out(_sender: object, **_more: object) -> None:
    """End the row and forget everything the cookie held."""
    token = session.get(TOKEN)
    if token:
        end(token=str(token))
    session.clear()


@transactional
def end(token: str) -> None:
    """End the session a token belongs to."""
    _end(SignInSession.token_hash == token_hash(token))


@transactional
def end_one(user_id: int, session_id: int) -> None:
    """End one session of this person's.

    Raises:
        NotFound: it is somebody else's, or there is none.
    """
    row = db.session.get(SignInSession, session_id)
    if row is None or row.user_id != user_id:
        raise NotFound()
    _end(SignInSession.id == session_id)


@transactional
def end_all(user_id: int, but: str | None = None) -> None:
    """End every session of a person, except the one with the token ``but``."""
    kept = token_hash(but) if but else ""
    _end(SignInSession.user_id == user_id, SignInSession.token_hash != kept)


@transactional
def forget_old(before: datetime) -> None:
    """Drop rows of sessions that were over, or not used any more, by then."""
    db.session.execute(delete(SignInSession).where(SignInSession.last_seen_at < before))


def _end(*which: object) -> None:
    db.session.execute(
        update(SignInSession)
        .where(SignInSession.ended_at.is_(None), *which)  # type: ignore[arg-type]
        .values(ended_at=clock.now())
    )


def on_password_changed(_sender: object, user: User, **_more: object) -> None:
    """Whoever knew the old password is out, everywhere but here."""
    end_all(user.id, but=current_token())


def current_token() -> str | None:
    """The token in this browser's cookie."""
    return session.get(TOKEN) if has_request_context() else None
