"""The rows of a queue, page by page, in one statement."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, func, literal, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.models import User
from forum.categories.models import Category, Product
from forum.core import clock
from forum.core.db import UtcDateTime, db
from forum.core.errors import Invalid
from forum.core.paging import PAGE_SIZE_ROWS, Page, decode_cursor, encode_cursor
from forum.core.permissions import Actor
from forum.threads.models import Tag, Thread, thread_tags
from forum.threads.queries import visible_to
from moderation.handling.models import Assignment, Snooze
from moderation.handling.queries import teams_of
from moderation.teams.models import Team
from moderation.watchlist.filters import Claimed, Filters, Sort
from moderation.watchlist.models import Claim, ThreadClock
from moderation.watchlist.queues import (
    REACH,
    TICKING,
    Band,
    Moment,
    band_of,
    conditions,
    joined,
    urgency,
)

NO_CLOCK_LAST = datetime(9999, 1, 1, tzinfo=UTC)  # keeps threads without a clock in the order
_holder = aliased(User)
_assignee = aliased(User)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One thread in a queue. ``holder`` has claimed it until ``held_until``.

    It is ``assignee``'s to answer, a person or a team, and rests until ``rests_until``.
    """

    thread: Thread
    clock: ThreadClock | None
    holder: User | None
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
    order = _order(filters.sort, moment)
    statement = _selected(viewer, filters, moment, order)
    if filters.after:
        statement = statement.where(_after(order, filters.after))
    by = (order.column, Thread.id)
    statement = statement.order_by(
        *(column.desc() if order.descending else column for column in by)
    )
    rows = db.session.execute(statement.limit(size + 1)).all()
    shown = [_row(*found) for *found, _value in rows[:size]]
    if len(rows) <= size:
        return Page(shown, None)
    return Page(shown, encode_cursor(rows[size - 1][-1], shown[-1].thread.id))


def next_thread_id(viewer: Actor, filters: Filters, after_id: int) -> int | None:
    """The first thread of the view that is nobody else's, other than the one just left."""
    moment = Moment(clock.now(), viewer.id)
    order = _order(filters.sort, moment)
    free = and_(
        or_(Claim.id.is_(None), Claim.user_id == viewer.id),
        or_(
            Assignment.id.is_(None),
            Assignment.assignee_id == viewer.id,
            Assignment.team_id.in_(teams_of(viewer.id)),
        ),
    )
    column = order.column.desc() if order.descending else order.column
    found: int | None = db.session.scalar(
        _selected(viewer, filters, moment, order)
        .with_only_columns(Thread.id, maintain_column_froms=True)
        .where(free, Thread.id != after_id)
        .order_by(column, Thread.id.desc() if order.descending else Thread.id)
        .limit(1)
    )
    return found


def _selected(viewer: Actor, filters: Filters, moment: Moment, order: _Order) -> Select[Any]:
    return (
        joined(visible_to(viewer), moment, filters.queue in TICKING)
        .outerjoin(_holder, _holder.id == Claim.user_id)
        .outerjoin(_assignee, _assignee.id == Assignment.assignee_id)
        .outerjoin(Team, Team.id == Assignment.team_id)
        .add_columns(
            ThreadClock,
            _holder,
            Claim.expires_at,
            REACH,
            urgency(moment),
            _assignee,
            Team.name,
            Snooze.until,
            order.column,
        )
        .where(conditions(moment)[filters.queue], *_narrowed(filters, moment))
    )


def _row(
    thread: Thread,
    thread_clock: ThreadClock | None,
    holder: User | None,
    held_until: datetime | None,
    reach: int,
    urgent: int,
    assignee: User | None,
    team: str | None,
    rests_until: datetime | None,
) -> QueueRow:
    return QueueRow(
        thread=thread,
        clock=thread_clock,
        holder=holder,
        held_until=held_until,
        reach=reach,
        band=band_of(urgent),
        assignee=assignee.name if assignee is not None else team or "",
        rests_until=rests_until,
    )


def _order(sort: Sort, moment: Moment) -> _Order:
    due = func.coalesce(ThreadClock.due_at, literal(NO_CLOCK_LAST, UtcDateTime()))
    return {
        Sort.URGENCY: _Order(urgency(moment), int, descending=True),
        Sort.REACH: _Order(REACH, int, descending=True),
        Sort.DUE: _Order(due, datetime, descending=False),
        Sort.NEWEST: _Order(Thread.created_at, datetime, descending=True),
        Sort.OLDEST: _Order(Thread.created_at, datetime, descending=False),
    }[sort]


def _after(order: _Order, cursor: str) -> ColumnElement[bool]:
    value, last_id = decode_cursor(cursor)
    if not isinstance(value, order.kind):
        raise Invalid("bad cursor")
    if order.descending:
        return or_(order.column < value, and_(order.column == value, Thread.id < last_id))
    return or_(order.column > value, and_(order.column == value, Thread.id > last_id))


def _narrowed(filters: Filters, moment: Moment) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.category:
        above = aliased(Category)
        parent = select(above.id).where(above.slug == filters.category)
        found.append(or_(Category.slug == filters.category, Category.parent_id.in_(parent)))
    if filters.product:
        about = select(Product.id).where(Product.slug == filters.product)
        found.append(Thread.product_id.in_(about))
    if filters.severity is not None:
        found.append(Thread.severity == filters.severity)
    if filters.language:
        found.append(Thread.language == filters.language)
    if filters.tag:
        tagged = select(thread_tags.c.thread_id).join(Tag, Tag.id == thread_tags.c.tag_id)
        found.append(Thread.id.in_(tagged.where(Tag.slug == filters.tag)))
    if filters.age is not None:
        found.append(Thread.created_at < moment.now - filters.age.delta)
    if filters.claimed is not None:
        found.append(_claimed(filters.claimed, moment))
    if filters.text:
        found.append(_says(filters.text))
    return found


def _claimed(claimed: Claimed, moment: Moment) -> ColumnElement[bool]:
    if claimed is Claimed.MINE:
        return Claim.user_id == moment.viewer_id
    return Claim.id.is_(None) if claimed is Claimed.NO else Claim.id.is_not(None)


def _says(text: str) -> ColumnElement[bool]:
    """The title holds the text, or it is the thread's number.

    SQLite compares only ASCII without case, so the usual spellings are asked for one by one.
    """
    spellings = {text, text.lower(), text.capitalize(), text.upper()}
    found = [Thread.title.icontains(spelling, autoescape=True) for spelling in sorted(spellings)]
    number = text.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) <= 18:
        found.append(Thread.id == int(number))
    return or_(*found)
