"""The rows of a queue, page by page, in one statement.

First the ids of one page are found in what the order and the filters need, then only their rows
are read whole. Statements are built once for every shape of a view.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    SQLColumnExpression,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import aliased, load_only

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import UtcDateTime, db
from forum.core.errors import Invalid
from forum.core.paging import PAGE_SIZE_ROWS, Page, decode_cursor, encode_cursor
from forum.core.permissions import Actor
from forum.core.statements import ViewerKind, kind_of
from forum.threads.models import Thread
from forum.threads.queries import visible_to
from moderation.handling.models import Assignment, Snooze
from moderation.handling.queries import teams_of
from moderation.teams.models import Team
from moderation.watchlist.filters import Filters, Sort
from moderation.watchlist.models import Claim, ThreadClock
from moderation.watchlist.queries.narrowing import narrowed, shape_of, values
from moderation.watchlist.queues import (
    REACH,
    TICKING,
    AnyMoment,
    Anytime,
    Band,
    Moment,
    QueueName,
    band_of,
    clocked,
    conditions,
    joined,
    urgency,
)

NO_CLOCK_LAST = datetime(9999, 1, 1, tzinfo=UTC)  # keeps threads without a clock in the order
SHAPES_KEPT = 500  # statements: a few kilobytes each
_holder = aliased(User)
_assignee = aliased(User)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One thread in a queue. ``holder`` has claimed it until ``held_until``.

    It is ``assignee``'s to answer, a person or a team, and rests until ``rests_until``.
    """

    thread: Thread
    clock: ThreadClock | None
    holder: str
    held_until: datetime | None
    reach: int
    band: Band
    assignee: str
    rests_until: datetime | None


@dataclass(frozen=True, slots=True)
class _Order:
    """What to sort by and which way; ties are broken by id the same way."""

    column: SQLColumnExpression[Any]
    kind: type[int] | type[datetime]
    descending: bool


def queue_page(viewer: Actor, filters: Filters, size: int = PAGE_SIZE_ROWS) -> Page[QueueRow]:
    """One page of a queue, from where ``filters.after`` says.

    Raises:
        Invalid: the cursor is not one of ours, or of another order.
    """
    moment = Moment(clock.now(), viewer.id)
    statement = _built(_page, kind_of(viewer), filters)
    rows = db.session.execute(statement, _values(filters, moment, size + 1)).all()
    shown = [_row(*found) for *found, _value in rows[:size]]
    if len(rows) <= size:
        return Page(shown, None)
    return Page(shown, encode_cursor(rows[size - 1][-1], shown[-1].thread.id))


def ids_in(viewer: Actor, queue: QueueName) -> Sequence[int]:
    """Ids of all threads of a queue, in no order; what a search is narrowed to."""
    moment = Moment(clock.now(), viewer.id)
    return db.session.scalars(_all_ids(kind_of(viewer), queue), moment.parameters()).all()


def next_thread_id(viewer: Actor, filters: Filters, after_id: int) -> int | None:
    """The first thread of the view that is nobody else's, other than the one just left."""
    moment = Moment(clock.now(), viewer.id)
    top = filters.from_the_top()
    statement = _built(_first_free, kind_of(viewer), top)
    found: int | None = db.session.scalar(
        statement, {**_values(top, moment, 1), "left_id": after_id}
    )
    return found


def _values(filters: Filters, moment: Moment, most: int) -> dict[str, Any]:
    found = {**moment.parameters(), **values(filters, moment.now), "most": most}
    if filters.after:
        value, last_id = decode_cursor(filters.after)
        if not isinstance(value, _order(filters.sort, moment).kind):
            raise Invalid("bad cursor")
        found |= {"after_value": value, "after_id": last_id}
    return found


def _built(build: Any, kind: ViewerKind, filters: Filters) -> Any:
    """The statement for a view; words are part of it, so it is kept only without them."""
    shape = shape_of(filters)
    return build.__wrapped__(kind, shape) if shape.text else build(kind, shape)


@lru_cache(SHAPES_KEPT)
def _page(kind: ViewerKind, shape: Filters) -> Select[Any]:
    moment = Anytime()
    order = _order(shape.sort, moment)
    page = _ids(kind, shape, order, moment).subquery("page")
    by = (page.c.sorted_by, page.c.id)
    shown = load_only(
        *(Thread.title, Thread.language, Thread.category_id, Thread.status, Thread.severity),
        *(Thread.official_post_id, Thread.locked_at, Thread.silent_at, Thread.same_count),
        *(Thread.staff_answered_at, Thread.slug, Thread.type, Thread.created_at),
    )
    ticking = load_only(
        *(ThreadClock.due_at, ThreadClock.cause, ThreadClock.stopped_at, ThreadClock.stop_reason),
        *(ThreadClock.first_stopped_at, ThreadClock.deferred_at, ThreadClock.resolution_due_at),
    )
    whole = joined(select(Thread).join(page, page.c.id == Thread.id), moment)
    return (
        whole.outerjoin(_holder, _holder.id == Claim.user_id)
        .outerjoin(_assignee, _assignee.id == Assignment.assignee_id)
        .outerjoin(Team, Team.id == Assignment.team_id)
        .options(shown, ticking)
        .add_columns(
            ThreadClock,
            *(_name(_holder), Claim.expires_at, REACH, urgency(moment)),
            *(func.coalesce(Team.name, _name(_assignee)), Snooze.until, page.c.sorted_by),
        )
        .order_by(*(column.desc() if order.descending else column for column in by))
    )


@cache
def _all_ids(kind: ViewerKind, queue: QueueName) -> Select[int]:
    held = conditions(Anytime())[queue]
    found = clocked(visible_to(kind), queue in TICKING).where(held)
    return found.with_only_columns(Thread.id, maintain_column_froms=True)


@lru_cache(SHAPES_KEPT)
def _first_free(kind: ViewerKind, shape: Filters) -> Select[int]:
    moment = Anytime()
    ours = or_(
        Assignment.assignee_id == moment.viewer_id,
        Assignment.team_id.in_(teams_of(moment.viewer_id)),
    )
    others = select(Assignment.thread_id).where(Assignment.ended_at.is_(None), ~ours)
    held = select(Claim.thread_id).where(
        Claim.released_at.is_(None),
        Claim.expires_at > moment.now,
        Claim.user_id != moment.viewer_id,
    )
    page = _ids(kind, shape, _order(shape.sort, moment), moment).where(
        Thread.id.not_in(others), Thread.id.not_in(held), Thread.id != bindparam("left_id")
    )
    return page.with_only_columns(Thread.id, maintain_column_froms=True)


def _ids(kind: ViewerKind, shape: Filters, order: _Order, moment: AnyMoment) -> Select[Any]:
    """Ids of the threads on one page, with what they are sorted by."""
    held = conditions(moment)[shape.queue]
    found: Any = (
        clocked(visible_to(kind), shape.queue in TICKING)
        .where(held, *narrowed(shape, moment))
        .with_only_columns(Thread.id, order.column.label("sorted_by"), maintain_column_froms=True)
    )
    if shape.after:
        found = found.where(_after(order))
    by = (order.column, Thread.id)
    found = found.order_by(*(column.desc() if order.descending else column for column in by))
    page: Select[Any] = found.limit(bindparam("most", type_=Integer))
    return page


def _name(person: type[User]) -> ColumnElement[str]:
    return case((person.deleted_at.is_(None), func.coalesce(person.stored_name, "")), else_="")


def _row(
    thread: Thread,
    thread_clock: ThreadClock | None,
    holder: str,
    held_until: datetime | None,
    reach: int,
    urgent: int,
    assignee: str,
    rests_until: datetime | None,
) -> QueueRow:
    band = band_of(urgent)
    return QueueRow(thread, thread_clock, holder, held_until, reach, band, assignee, rests_until)


def _order(sort: Sort, moment: AnyMoment) -> _Order:
    due = func.coalesce(ThreadClock.due_at, literal(NO_CLOCK_LAST, UtcDateTime()))
    return {
        Sort.URGENCY: _Order(urgency(moment), int, descending=True),
        Sort.REACH: _Order(REACH, int, descending=True),
        Sort.DUE: _Order(due, datetime, descending=False),
        Sort.NEWEST: _Order(Thread.created_at, datetime, descending=True),
        Sort.OLDEST: _Order(Thread.created_at, datetime, descending=False),
    }[sort]


def _after(order: _Order) -> ColumnElement[bool]:
    value: BindParameter[Any] = bindparam(
        "after_value", type_=Integer() if order.kind is int else UtcDateTime()
    )
    last_id = bindparam("after_id", type_=Integer())
    if order.descending:
        return or_(order.column < value, and_(order.column == value, Thread.id < last_id))
    return or_(order.column > value, and_(order.column == value, Thread.id > last_id))
