"""A queue as the page draws it: groups, rows, filters to choose from and to take off."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for

from forum.core import clock
from forum.core.permissions import Actor
from forum.threads.states import knot_of
from moderation.watchlist import wording
from moderation.watchlist.filter_view import FilterView, Place, filter_view, list_url, places
from moderation.watchlist.filters import Filters, Sort
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
    also: str  # what is due after that
    also_late: bool
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
class ListView:
    """Everything left of the thread."""

    filters: Filters
    title: str
    groups: list[Group]
    filtering: FilterView
    next_url: str | None
    top_url: str | None  # the beginning, when this is not it


def list_view(viewer: Actor, filters: Filters, current_id: int | None = None) -> ListView:
    """One page of a queue, in one statement; raises Invalid for a cursor that is not ours."""
    page, categories = queue_page(viewer, filters), places(viewer)
    next_url = None
    if page.next_cursor:
        next_url = list_url(replace(filters, after=page.next_cursor))
    return ListView(
        filters=filters,
        title=wording.queue_name(filters.queue),
        groups=_groups(page.items, filters, current_id, categories),
        filtering=filter_view(filters, categories),
        next_url=next_url,
        top_url=list_url(filters.from_the_top()) if filters.after else None,
    )


def _groups(
    rows: Sequence[QueueRow],
    filters: Filters,
    current_id: int | None,
    categories: Sequence[Place],
) -> list[Group]:
    names = {place.id: place.name for place in categories}
    address, now = url_for("desk.thread", thread_id=0, **filters.as_args()), clock.now()
    groups: list[Group] = []
    shown: Band | None = None
    for row in rows:
        by_band = filters.sort is Sort.URGENCY
        if not groups or (by_band and row.band is not shown):
            name = wording.band_name(row.band) if by_band else ""
            groups.append(Group(name, TONES.get(row.band, "") if by_band else "", []))
            shown = row.band
        url = address.replace("/t/0", f"/t/{row.thread.id}", 1)
        groups[-1].rows.append(
            _row(row, url, names.get(row.thread.category_id, ""), row.thread.id == current_id, now)
        )
    return groups


def _row(row: QueueRow, url: str, category: str, current: bool, now: datetime) -> RowView:
    thread, ticking = row.thread, row.clock
    runs = ticking is not None and ticking.stopped_at is None
    also = wording.due_later(ticking, now) if ticking else ""
    return RowView(
        id=thread.id,
        url=url,
        title=thread.title,
        language=thread.language,
        state="late" if row.band is Band.OVERDUE else knot_of(thread),
        reason=wording.reason(
            thread, ticking, category, wording.handled(row.assignee, row.rests_until)
        ),
        time_text=wording.time_left(ticking.due_at, now) if ticking and runs else "",
        time_kind=wording.waits_for(ticking) if ticking else "",
        also=also,
        also_late=bool(also and ticking and ticking.resolution_due_at < now),
        tone=TONES.get(row.band, ""),
        current=current,
        reach=row.reach,
        claimed_by=row.holder,
    )
