"""Lists of threads, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, false, or_, select

from forum.accounts.models import User
from forum.core.db import UtcDateTime, db
from forum.core.paging import PAGE_SIZE_ROWS, Page, after, comes_after, encode_cursor
from forum.core.permissions import Actor
from forum.core.statements import ViewerKind, kind_of, parameters
from forum.threads.models import (
    IdeaState,
    KnownIssueState,
    Tag,
    Thread,
    ThreadRead,
    ThreadStatus,
    ThreadType,
)
from forum.threads.queries.lines import line_in, lined, lines_of
from forum.threads.queries.visibility import visible_to
from forum.threads.rows import ThreadRow, row_of

LINKED_MAX = 20  # cards on one page; the links of the rest still work
STATEMENTS_KEPT = 500  # one for each kind of viewer and filter, the filters of tags among them


class Order(StrEnum):
    """What stands first."""

    ACTIVE = "active"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class ThreadFilter:
    """What to list; empty fields do not narrow. Equal filters share the statement built for one."""

    order: Order = Order.ACTIVE
    statuses: tuple[ThreadStatus, ...] = ()
    category_ids: tuple[int, ...] = ()
    product_id: int | None = None
    tag_id: int | None = None
    author_id: int | None = None
    staff_answered: bool = False
    types: tuple[ThreadType, ...] = ()
    idea_state: IdeaState | None = None
    known_issue: KnownIssueState | None = None


def thread_list(
    viewer: Actor,
    chosen: ThreadFilter,
    cursor: str | None = None,
    size: int = PAGE_SIZE_ROWS,
) -> Page[ThreadRow]:
    """One page of threads, in one statement whatever its length.

    Raises:
        Invalid: the cursor is not one of ours.
    """
    since = after(cursor, datetime) if cursor else {}
    statement = _listed(kind_of(viewer), chosen, bool(cursor))
    rows = db.session.execute(statement, {**reading(viewer), **since, "most": size + 1}).all()
    shown = [row_of(line_in(row), bool(row.unread)) for row in rows[:size]]
    if len(rows) <= size:
        return Page(shown, None)
    last = shown[-1]
    newest = chosen.order is Order.NEWEST
    return Page(shown, encode_cursor(last.created_at if newest else last.last_activity_at, last.id))


@lru_cache(maxsize=STATEMENTS_KEPT)
def _listed(kind: ViewerKind, chosen: ThreadFilter, goes_on: bool) -> Select[Any]:
    sort = Thread.created_at if chosen.order is Order.NEWEST else Thread.last_activity_at
    order = (sort.desc(), Thread.id.desc())
    page: Select[Any] = narrowed(visible_to(kind), chosen).order_by(*order).limit(bindparam("most"))
    if goes_on:
        page = page.where(comes_after(sort, Thread.id))
    return with_unread(lines_of(page), kind).order_by(*order)


def narrowed(statement: Select[Any], chosen: ThreadFilter) -> Select[Any]:
    """The statement with what was chosen; the order and the page are the caller's."""
    if chosen.statuses:
        statement = statement.where(Thread.status.in_(chosen.statuses))
    if chosen.category_ids:
        statement = statement.where(Thread.category_id.in_(chosen.category_ids))
    if chosen.product_id is not None:
        statement = statement.where(Thread.product_id == chosen.product_id)
    if chosen.tag_id is not None:
        statement = statement.where(Thread.tags.any(Tag.id == chosen.tag_id))
    if chosen.author_id is not None:
        statement = statement.where(Thread.author_id == chosen.author_id)
    if chosen.types:
        statement = statement.where(Thread.type.in_(chosen.types))
    if chosen.idea_state is not None:
        statement = statement.where(Thread.idea_state == chosen.idea_state)
    if chosen.known_issue is not None:
        statement = statement.where(Thread.known_issue == chosen.known_issue)
    if chosen.staff_answered:
        statement = statement.where(Thread.staff_answered_at.is_not(None))
    return statement


def with_unread(statement: Select[Any], kind: ViewerKind) -> Select[Any]:
    """Adds whether something was written since the viewer looked; nothing is new for visitors.

    Runs with ``reading(viewer)``.
    """
    if not kind.is_authenticated:
        return statement.add_columns(false().label("unread"))
    unread = and_(
        Thread.last_activity_at > bindparam("read_before", type_=UtcDateTime()),
        or_(ThreadRead.position.is_(None), Thread.last_position > ThreadRead.position),
    )
    mine = and_(ThreadRead.thread_id == Thread.id, ThreadRead.user_id == kind.id)
    return statement.add_columns(unread.label("unread")).outerjoin(ThreadRead, mine)


def reading(viewer: Actor) -> dict[str, Any]:
    """Who reads, and since when something is new for them: the parameters of ``with_unread``."""
    if not isinstance(viewer, User):
        return parameters(viewer)
    return parameters(viewer, read_before=viewer.read_all_before or viewer.joined_at)


def pinned_rows(viewer: Actor, chosen: ThreadFilter) -> list[ThreadRow]:
    """The pinned threads of a list, newest pin first; few by nature, and mostly none."""
    ids = db.session.scalars(_PINNED).all()
    if not ids:
        return []
    found = db.session.execute(_pinned(kind_of(viewer), chosen), parameters(viewer, ids=ids))
    return [row_of(line_in(row)) for row in found]


_PINNED = select(Thread.id).where(Thread.pinned_at.is_not(None))


@lru_cache(maxsize=STATEMENTS_KEPT)
def _pinned(kind: ViewerKind, chosen: ThreadFilter) -> Select[Any]:
    ids: BindParameter[int] = bindparam("ids", expanding=True)
    statement = narrowed(visible_to(kind), chosen).where(Thread.id.in_(ids))
    return lined(statement).order_by(Thread.pinned_at.desc(), Thread.id)


def linked_rows(thread_ids: Sequence[int], viewer: Actor) -> dict[int, ThreadRow]:
    """The threads that posts link to, for their cards; nothing is asked where nothing is linked."""
    if not thread_ids:
        return {}
    chosen = parameters(viewer, ids=list(thread_ids)[:LINKED_MAX])
    rows = db.session.execute(_linked(kind_of(viewer)), chosen)
    return {row.id: row_of(line_in(row)) for row in rows}


@cache
def _linked(kind: ViewerKind) -> Select[Any]:
    ids: BindParameter[int] = bindparam("ids", expanding=True)
    return lined(visible_to(kind)).where(Thread.id.in_(ids))
