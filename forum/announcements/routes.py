"""``/announcements``, one of them, and putting its banner away."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forum.accounts.current import current_actor
from forum.announcements import queries
from forum.announcements.banner import SEEN_COOKIE, with_seen
from forum.announcements.words import kind_name, next_news, when
from forum.core import clock, pages
from forum.core.errors import NotAllowed
from forum.core.page_cache import kept_for_visitors
from forum.core.permissions import public
from forum.core.web import csrf

blueprint = Blueprint("announcements", __name__)
SEEN_SECONDS = 180 * 24 * 3600


@blueprint.get("/announcements")
@public
@kept_for_visitors
def index() -> str:
    """Everything that was announced, newest first."""
    page = queries.announcement_list(current_actor(), request.args.get("after"))
    older = url_for("announcements.index", after=page.next_cursor)
    return render_template(
        "forum/announcements/index.html",
        rows=page.items,
        next_url=older if page.next_cursor else None,
        now=clock.now(),
        kind_name=kind_name,
        when=when,
    )


@blueprint.get("/announcements/<int:announcement_id>")
@public
@kept_for_visitors
def show(announcement_id: int) -> str:
    """One announcement, with what was added to it."""
    viewer = current_actor()
    page = queries.announcement_page(announcement_id, viewer)
    return render_template(
        "forum/announcements/show.html",
        announcement=page.announcement,
        updates=page.updates,
        main_thread=queries.main_thread(announcement_id, viewer),
        now=clock.now(),
        next_news=next_news,
        kind_name=kind_name,
        when=when,
    )


@blueprint.post("/announcements/<int:announcement_id>/seen")
@public
def put_away(announcement_id: int) -> Response:
    """Do not show its banner in this browser any more.

    Pages kept for visitors hold no token, so a visitor's form is asked where it came from, as with
    the switches for language and light.
    """
    actor = current_actor()
    if actor.is_authenticated:
        csrf.protect()
    elif request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise NotAllowed()
    found = queries.announcement_page(announcement_id, actor).announcement
    response: Any = (
        Response(status=200)
        if pages.wants_fragment()
        else redirect(pages.safe_next(request.form.get("next")), 303)
    )
    response.set_cookie(
        SEEN_COOKIE,
        with_seen(request.cookies.get(SEEN_COOKIE, ""), found),
        max_age=SEEN_SECONDS,
        httponly=True,
        secure=request.is_secure,
        samesite="Lax",
    )
    return response  # type: ignore[no-any-return]


csrf.exempt(put_away)
