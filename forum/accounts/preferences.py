"""The switches every page carries: language and light, for visitors too."""

from typing import Any

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from forum.accounts import actions
from forum.accounts.current import THEME_COOKIE, THEMES, current_actor
from forum.core import i18n, pages
from forum.core.errors import Invalid, NotAllowed
from forum.core.permissions import Actor, public
from forum.core.web import csrf

COOKIE_SECONDS = 365 * 24 * 3600


def set_language() -> Response:
    """Choose the language."""
    chosen = _chosen("language", tuple(i18n.LANGUAGES))
    actor = _guarded_actor()
    if actor.id is not None:
        actions.set_language(actor.id, chosen)
    return _kept(i18n.LANGUAGE_COOKIE, chosen)


def set_theme() -> Response:
    """Choose light, dark, or as on the device."""
    chosen = _chosen("theme", THEMES)
    actor = _guarded_actor()
    if actor.id is not None:
        actions.set_theme(actor.id, chosen)
    return _kept(THEME_COOKIE, chosen)


def add_to(blueprint: Blueprint) -> None:
    """Register both. Pages kept for visitors hold no token, so the global check is off here."""
    for path, view in (("/language", set_language), ("/theme", set_theme)):
        csrf.exempt(view)
        blueprint.add_url_rule(path, view_func=public(view), methods=["POST"])


def _chosen(field: str, known: tuple[str, ...]) -> str:
    value = request.form.get(field, "")
    if value not in known:
        raise Invalid()
    return value


def _guarded_actor() -> Actor:
    """Who chooses; a signed-in person's form carries a token, a visitor's comes from this site."""
    actor = current_actor()
    if actor.is_authenticated:
        csrf.protect()
    elif request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise NotAllowed()
    return actor


def _kept(cookie: str, value: str) -> Response:
    response: Any = redirect(pages.safe_next(request.form.get("next")), 303)
    response.set_cookie(
        cookie,
        value,
        max_age=COOKIE_SECONDS,
        httponly=True,
        secure=request.is_secure,
        samesite="Lax",
    )
    return response  # type: ignore[no-any-return]
