"""Who acts in this request, in which language and light, and whose drafts they are."""

import hashlib
import secrets
from collections.abc import Callable
from typing import Any, cast

from flask import Flask, g, has_request_context, request, session
from flask_login import current_user
from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from forum.accounts.models import User
from forum.core.db import db
from forum.core.errors import SignInNeeded
from forum.core.permissions import Actor, Permission

AUTO, LIGHT, DARK = THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"
VISITOR_KEY = "visitor"
BROWSER_KEY_CHARS = 40
ACTOR_UNKNOWN = "actor_unknown"  # in ``g``: why the database did not tell who it is
VISITOR_KEY_BYTES = 24


class Visitor:
    """Somebody who is not signed in."""

    id = None
    name = ""
    address = ""
    initials = ""
    standing = ""
    title = ""
    language = ""
    is_authenticated = False
    is_active = False
    is_anonymous = True
    is_staff = False
    unread = 0

    def get_id(self) -> None:
        """Flask-Login's question; there is no answer."""
        return None

    def can(self, permission: Permission) -> bool:
        """Nothing that needs a name."""
        return False


VISITOR = Visitor()


def current_actor() -> Actor:
    """The signed-in person, or the anonymous visitor; outside a request always the visitor.

    Raises:
        SQLAlchemyError: the database did not tell, so nobody may be taken for a visitor.
    """
    if not has_request_context():
        return VISITOR
    if ACTOR_UNKNOWN in g:
        raise g.get(ACTOR_UNKNOWN)
    return cast(Actor, current_user._get_current_object())


def current_person() -> User:
    """The signed-in person, for what only people with an account can do.

    Raises:
        SignInNeeded: nobody is signed in.
    """
    actor = current_actor()
    if not isinstance(actor, User):
        raise SignInNeeded()
    return actor


def shown_actor() -> Any:
    """The actor as far as the database tells: a page about its failure must still be drawn."""
    try:
        actor = current_actor()
        if isinstance(actor, User) and inspect(actor).expired:
            db.session.refresh(actor)  # a rollback lies behind: read it now, not amid the page
        return actor
    except SQLAlchemyError:
        db.session.rollback()
        return VISITOR


def preferred_language() -> str | None:
    """What the signed-in person chose, or None."""
    return shown_actor().language or None


def preferred_theme() -> str:
    """ "auto", "light" or "dark": the person's choice, else the cookie's."""
    actor = shown_actor()
    chosen = actor.theme if actor.is_authenticated else _cookie(THEME_COOKIE)
    return chosen if chosen in THEMES else AUTO


def _cookie(name: str) -> str:
    return request.cookies.get(name, "") if has_request_context() else ""


def visitor_key(create: bool = False) -> str | None:
    """The random token of this browser; visitors get one only when something must be kept."""
    if VISITOR_KEY not in session and create:
        session[VISITOR_KEY] = secrets.token_urlsafe(VISITOR_KEY_BYTES)
    return session.get(VISITOR_KEY)


def browser_key() -> str:
    """Stands for this browser where nobody needs to know who sits there: 40 characters."""
    key = visitor_key(create=True) or ""
    return hashlib.sha256(f"browser:{key}".encode()).hexdigest()[:BROWSER_KEY_CHARS]


def owner_key_of_visitor(key: str) -> str:
    """What rows of a visitor with this token carry: never the token itself."""
    return f"visitor:{hashlib.sha256(key.encode()).hexdigest()}"


def owner_key(actor: Actor, create: bool = False) -> str | None:
    """Whose unsent words these are: "user:7", "visitor:" and a hash, or None without ``create``."""
    if actor.id is not None:
        return f"user:{actor.id}"
    key = visitor_key(create)
    return owner_key_of_visitor(key) if key else None


def init_app(app: Flask) -> None:
    """Give every template ``viewer``, ``theme`` and ``demo_sign_ins()``."""
    app.context_processor(lambda: {"viewer": shown_actor(), "theme": preferred_theme()})

    def demo_sign_ins() -> list[tuple[str, str, str, str]]:
        listed: Callable[[], list[tuple[str, str, str, str]]] | None
        listed = app.extensions.get("demo_sign_ins")
        return listed() if listed else []

    app.add_template_global(demo_sign_ins)
