"""Lists: all, by category, by tag, one's own."""

from dataclasses import replace
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from forum.accounts.current import current_actor
from forum.categories.queries import get_category, tree, with_children
from forum.core.errors import NotFound
from forum.core.i18n import language
from forum.core.page_cache import kept_for_visitors
from forum.core.pages import wants_fragment
from forum.core.paging import Page
from forum.core.permissions import public, signed_in
from forum.threads.models import ThreadStatus
from forum.threads.queries import Order, ThreadFilter, find_tag, pinned_rows, thread_list
from forum.threads.routes.blueprint import blueprint
from forum.threads.rows import ThreadRow

VIEWS: dict[str, ThreadFilter] = {
    "active": ThreadFilter(Order.ACTIVE),
    "newest": ThreadFilter(Order.NEWEST),
    "unanswered": ThreadFilter(Order.NEWEST, statuses=(ThreadStatus.WAITING,)),
    "solved": ThreadFilter(Order.ACTIVE, statuses=(ThreadStatus.SOLVED,)),
    "team": ThreadFilter(Order.ACTIVE, staff_answered=True),
}


def _show(title: str, text: str, chosen: ThreadFilter, view: str, **place: object) -> str:
    viewer = current_actor()
    cursor = request.args.get("after")
    page: Page[ThreadRow] = thread_list(viewer, chosen, cursor)
    next_url = _here(after=page.next_cursor) if page.next_cursor else None
    if wants_fragment():
        return render_template("forum/threads/rows.html", rows=page.items, next_url=next_url)
    first = not cursor and view == "active"
    return render_template(
        "forum/threads/list.html",
        title=title,
        text=text,
        tabs=_tabs(view),
        view=view,
        pinned=pinned_rows(viewer, chosen) if first else [],
        rows=page.items,
        next_url=next_url,
        **{"categories": tree(viewer), "category": None, "language": language(), **place},
    )


def _tabs(view: str) -> list[tuple[str, str, bool, None]]:
    words = {
        "active": _("Active"),
        "newest": _("Newest"),
        "unanswered": _("Unanswered"),
        "solved": _("Solved"),
        "team": _("Answered by the team"),
    }
    return [(text, _here(view=name), name == view, None) for name, text in words.items()]


def _here(**changed: str | None) -> str:
    kept: dict[str, Any] = {"view": request.args.get("view")} | changed
    return url_for(request.endpoint or "", **(request.view_args or {}), **kept)


def _chosen() -> tuple[str, ThreadFilter]:
    view = request.args.get("view", "active")
    return (view, VIEWS[view]) if view in VIEWS else ("active", VIEWS["active"])


@blueprint.get("/questions")
@public
@kept_for_visitors
def index() -> str:
    """Everything that was asked."""
    view, chosen = _chosen()
    return _show(_("Questions"), _("What people ask, and what helped."), chosen, view)


@blueprint.get("/c/<slug>")
@public
@kept_for_visitors
def category(slug: str) -> str:
    """What was asked in one category and right below it."""
    found = get_category(slug, current_actor())
    view, chosen = _chosen()
    chosen = replace(chosen, category_ids=with_children(found))
    return _show(
        found.name(language()), found.description(language()), chosen, view, category=found
    )


@blueprint.get("/tag/<slug>")
@public
@kept_for_visitors
def tag(slug: str) -> str:
    """What carries one tag."""
    found = find_tag(slug)
    if found is None:
        raise NotFound()
    view, chosen = _chosen()
    return _show(f"#{found.slug}", "", replace(chosen, tag_id=found.id), view)


@blueprint.get("/my/questions")
@signed_in
def mine() -> str:
    """What the signed-in person asked, each with its stage."""
    viewer = current_actor()
    chosen = ThreadFilter(Order.NEWEST, author_id=viewer.id)
    page = thread_list(viewer, chosen, request.args.get("after"))
    next_url = _here(after=page.next_cursor) if page.next_cursor else None
    return render_template("forum/threads/mine.html", rows=page.items, next_url=next_url)
