"""A queue as the page draws it: groups, rows, filters to choose from and to take off."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from forum.categories.models import Category
from forum.categories.queries import ProductLine, products, tree
from forum.core import clock
from forum.core.i18n import LANGUAGES, language
from forum.core.permissions import Actor
from forum.threads.models import Severity
from forum.threads.states import knot_of
from moderation.watchlist import wording
from moderation.watchlist.filters import Age, Claimed, Filters, Sort
from moderation.watchlist.queries import QueueRow, queue_page
from moderation.watchlist.queues import Band

TONES = {Band.OVERDUE: "late", Band.WITHIN_HOUR: "soon"}


@dataclass(frozen=True, slots=True)
class RowView:
    """A row as ``components/queue.html`` draws it."""

    id: int
    url: str
    title: str
    language: str
    state: str
    reason: str
    time_text: str
    time_kind: str
    tone: str
    current: bool
    reach: int
    claimed_by: str


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one band under its heading; without one where the order is another."""

    name: str
    tone: str
    rows: list[RowView]


@dataclass(frozen=True, slots=True)
class Options:
    """One thing to filter by: its name in the address, and the values to choose from."""

    name: str
    label: str
    chosen: str
    values: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ListView:
    """Everything left of the thread."""

    filters: Filters
    title: str
    groups: list[Group]
    chips: list[tuple[str, str]]  # what is filtered by, and the address without it
    options: list[Options]
    next_url: str | None
    top_url: str | None  # the beginning, when this is not it


def list_view(viewer: Actor, filters: Filters, current_id: int | None = None) -> ListView:
    """One page of a queue, in two statements; raises Invalid for a cursor that is not ours."""
    page = queue_page(viewer, filters)
    categories, known = tree(viewer), products(retired=True)
    next_url = None
    if page.next_cursor:
        next_url = _list_url(replace(filters, after=page.next_cursor))
    return ListView(
        filters=filters,
        title=wording.queue_name(filters.queue),
        groups=_groups(page.items, filters, current_id),
        chips=_chips(filters, categories, known),
        options=_options(filters, categories, known),
        next_url=next_url,
        top_url=_list_url(filters.from_the_top()) if filters.after else None,
    )


def _list_url(filters: Filters) -> str:
    return url_for("desk.home", **filters.as_args())


def _groups(rows: Sequence[QueueRow], filters: Filters, current_id: int | None) -> list[Group]:
    now = clock.now()
    groups: list[Group] = []
    shown: Band | None = None
    for row in rows:
        by_band = filters.sort is Sort.URGENCY
        if not groups or (by_band and row.band is not shown):
            name = wording.band_name(row.band) if by_band else ""
            groups.append(Group(name, TONES.get(row.band, "") if by_band else "", []))
            shown = row.band
        groups[-1].rows.append(_row(row, filters, current_id, now))
    return groups


def _row(row: QueueRow, filters: Filters, current_id: int | None, now: datetime) -> RowView:
    thread, ticking = row.thread, row.clock
    if ticking is not None and ticking.stopped_at is not None:
        ticking = None
    return RowView(
        id=thread.id,
        url=url_for("desk.thread", thread_id=thread.id, **filters.as_args()),
        title=thread.title,
        language=thread.language,
        state="late" if row.band is Band.OVERDUE else knot_of(thread),
        reason=wording.reason(
            thread,
            row.clock,
            thread.category.name(language()),
            wording.handled(row.assignee, row.rests_until),
        ),
        time_text=wording.time_left(ticking.due_at, now) if ticking else "",
        time_kind=wording.waits_for(ticking) if ticking else "",
        tone=TONES.get(row.band, ""),
        current=thread.id == current_id,
        reach=row.reach,
        claimed_by=row.holder.name if row.holder is not None else "",
    )


def _chips(
    filters: Filters, categories: Sequence[Category], known: Sequence[ProductLine]
) -> list[tuple[str, str]]:
    named = {row.slug: row.name(language()) for row in categories}
    words = {
        "category": named.get(filters.category, filters.category),
        "product": {row.slug: row.name(language()) for row in known}.get(
            filters.product, filters.product
        ),
        "severity": wording.severity_name(filters.severity) if filters.severity else "",
        "language": LANGUAGES.get(filters.language, ""),
        "tag": f"#{filters.tag}",
        "age": wording.age_name(filters.age) if filters.age else "",
        "claimed": wording.claimed_name(filters.claimed) if filters.claimed else "",
        "text": f"“{filters.text}”",
    }
    return [(words[name], _list_url(filters.without(name))) for name in filters.narrowing]


def _options(
    filters: Filters, categories: Sequence[Category], known: Sequence[ProductLine]
) -> list[Options]:
    chosen = filters.as_args()
    offered: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("category", _("Category"), [(row.slug, row.name(language())) for row in categories]),
        ("product", _("Product"), [(row.slug, row.name(language())) for row in known]),
        (
            "severity",
            _("Severity"),
            [(one.value, wording.severity_name(one)) for one in reversed(Severity)],
        ),
        ("language", _("Language"), list(LANGUAGES.items())),
        ("age", _("Age"), [(one.value, wording.age_name(one)) for one in Age]),
        ("claimed", _("Claimed by"), [(one.value, wording.claimed_name(one)) for one in Claimed]),
        ("sort", _("Order"), [(one.value, wording.sort_name(one)) for one in Sort]),
    ]
    return [
        Options(name, label, chosen.get(name, ""), values)
        for name, label, values in offered
        if values
    ]
