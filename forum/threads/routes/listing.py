"""Lists: all, by category, by tag, one's own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from forum.accounts.current import current_actor
from forum.categories.models import Category
from forum.categories.queries import ProductLine, get_category, products, tree
from forum.core.errors import NotFound
from forum.core.i18n import language
from forum.core.page_cache import kept_for_visitors
from forum.core.pages import wants_fragment
from forum.core.paging import Page
from forum.core.permissions import public, signed_in
from forum.threads.models import IdeaState, KnownIssueState, ThreadStatus, ThreadType
from forum.threads.queries import Order, ThreadFilter, pinned_rows, tag_page, thread_list
from forum.threads.routes.blueprint import blueprint
from forum.threads.rows import ThreadRow
from forum.threads.states import idea_text

IDEAS = "ideas"
VIEWS: dict[str, ThreadFilter] = {
    "active": ThreadFilter(Order.ACTIVE),
    "newest": ThreadFilter(Order.NEWEST),
    "unanswered": ThreadFilter(Order.NEWEST, statuses=(ThreadStatus.WAITING,)),
    "solved": ThreadFilter(Order.ACTIVE, statuses=(ThreadStatus.SOLVED,)),
    "team": ThreadFilter(Order.ACTIVE, staff_answered=True),
    "known": ThreadFilter(Order.ACTIVE, known_issue=KnownIssueState.OPEN),
    IDEAS: ThreadFilter(Order.ACTIVE, types=(ThreadType.IDEA,)),
}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the address asks for: a view by its name, and one product among those there are."""

    view: str
    filter: ThreadFilter
    product: ProductLine | None
    products: Sequence[ProductLine]


def _show(
    title: str,
    text: str,
    asked: Narrowed,
    categories: Sequence[Category] | None = None,
    **place: object,
) -> str:
    viewer = current_actor()
    cursor = request.args.get("after")
    page: Page[ThreadRow] = thread_list(viewer, asked.filter, cursor)
    next_url = _here(after=page.next_cursor) if page.next_cursor else None
    rows = _unrepeated(page.items)
    if wants_fragment():
        return render_template("forum/threads/rows.html", rows=rows, next_url=next_url)
    first = not cursor and asked.view == "active"
    return render_template(
        "forum/threads/list.html",
        title=title,
        text=text,
        tabs=_tabs(asked.view),
        idea_chips=_idea_chips(asked),
        asked=asked,
        pinned=_unrepeated(pinned_rows(viewer, asked.filter)) if first else [],
        rows=rows,
        next_url=next_url,
        categories=tree(viewer) if categories is None else categories,
        **{"category": None, "tag": None, **place},
    )


def _unrepeated(rows: Sequence[ThreadRow]) -> list[ThreadRow]:
    """A category's own list does not say its name on every line."""
    return [replace(r, category_name="") if r.category_url == request.path else r for r in rows]


def _tabs(view: str) -> list[tuple[str, str, bool, None]]:
    words = {
        "active": _("Active"),
        "newest": _("Newest"),
        "unanswered": _("Unanswered"),
        "solved": _("Solved"),
        "team": _("Answered by the team"),
        "known": _("Known issues"),
        IDEAS: _("Ideas"),
    }
    return [(text, _here(view=name, idea=None), name == view, None) for name, text in words.items()]


def _idea_chips(asked: Narrowed) -> list[tuple[str, str, bool]]:
    """How far ideas have come, to narrow the list of them by."""
    if asked.view != IDEAS:
        return []
    state = asked.filter.idea_state
    every = (_("All"), _here(idea=None), state is None)
    return [every, *((idea_text(row), _here(idea=row.value), row is state) for row in IdeaState)]


def _here(**changed: str | None) -> str:
    kept: dict[str, Any] = {name: request.args.get(name) for name in ("view", "product", "idea")}
    return url_for(request.endpoint or "", **(request.view_args or {}), **(kept | changed))


def _asked() -> Narrowed:
    """Read the address; raises NotFound where no product has the name in it."""
    view, slug = request.args.get("view", "active"), request.args.get("product")
    view = view if view in VIEWS else "active"
    known = products(retired=True)
    product = next((row for row in known if row.slug == slug), None)
    if slug and product is None:
        raise NotFound()
    offered = [row for row in known if not row.is_retired or row is product]
    idea = request.args.get("idea", "")
    known_idea = IdeaState(idea) if view == IDEAS and idea in list(IdeaState) else None
    chosen = replace(VIEWS[view], product_id=product.id if product else None, idea_state=known_idea)
    return Narrowed(view, chosen, product, offered)


@blueprint.get("/questions")
@public
@kept_for_visitors
def index() -> str:
    """Everything that was asked, or what was asked about one product."""
    asked = _asked()
    if asked.product is not None:
        about = asked.product
        return _show(about.name(language()), about.description(language()), asked)
    return _show(_("Questions"), _("What people ask, and what helped."), asked)


@blueprint.get("/c/<slug>")
@public
@kept_for_visitors
def category(slug: str) -> str:
    """What was asked in one category and right below it."""
    viewer, asked = current_actor(), _asked()
    found, places = get_category(slug, viewer), tree(viewer)
    below = (place.id for place in places if place.parent_id == found.id)
    chosen = replace(asked.filter, category_ids=(found.id, *below))
    return _show(
        found.name(language()),
        found.description(language()),
        replace(asked, filter=chosen),
        places,
        category=found,
    )


@blueprint.get("/tag/<slug>")
@public
@kept_for_visitors
def tag(slug: str) -> str:
    """What carries one tag."""
    found, asked = tag_page(slug, current_actor()), _asked()
    chosen = replace(asked.filter, tag_id=found.tag.id)
    text = ngettext(
        "%(num)s question carries this tag.", "%(num)s questions carry this tag.", found.threads
    )
    return _show(f"#{found.tag.slug}", text, replace(asked, filter=chosen), tag=found)


@blueprint.get("/my/questions")
@signed_in
def mine() -> str:
    """What the signed-in person asked, each with its stage."""
    viewer = current_actor()
    chosen = ThreadFilter(Order.NEWEST, author_id=viewer.id)
    page = thread_list(viewer, chosen, request.args.get("after"))
    next_url = _here(after=page.next_cursor) if page.next_cursor else None
    rows = [replace(row, author_name="", author_standing="") for row in page.items]
    return render_template("forum/threads/mine.html", rows=rows, next_url=next_url)
