"""Several short lists on one page, in two statements however many they are."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, Subquery, bindparam, literal, select, union_all

from forum.core.db import db
from forum.core.permissions import Actor
from forum.core.statements import ViewerKind, kind_of, parameters
from forum.threads.models import Tag, Thread
from forum.threads.queries.listing import Order, ThreadFilter, narrowed, reading, with_unread
from forum.threads.queries.visibility import joined_tags, visible_to, with_author
from forum.threads.rows import ThreadRow, row_of


def shortlists(
    viewer: Actor, wanted: Sequence[ThreadFilter], size: int
) -> Sequence[Sequence[ThreadRow]]:
    """The first ``size`` threads of each filter, in the order of the filters.

    The statement is built once for each kind of viewer and set of filters, so whose threads they
    are must come as ``kind_of(viewer).id``.
    """
    chosen = _chosen(viewer, tuple(wanted), size)
    rows = _rows(viewer, {thread_id for ids in chosen for thread_id in ids})
    return [[rows[thread_id] for thread_id in ids if thread_id in rows] for ids in chosen]


def _chosen(viewer: Actor, wanted: tuple[ThreadFilter, ...], size: int) -> list[list[int]]:
    ids: list[list[int]] = [[] for _one in wanted]
    statement = _ids(kind_of(viewer), wanted, size)
    for number, thread_id in db.session.execute(statement, parameters(viewer)):
        ids[number].append(thread_id)
    return ids


@cache
def _ids(kind: ViewerKind, wanted: tuple[ThreadFilter, ...], size: int) -> Select[Any]:
    parts = [_part(kind, one, number, size) for number, one in enumerate(wanted)]
    found = union_all(*(select(part.c.list, part.c.id, part.c.sort) for part in parts)).subquery()
    return select(found.c.list, found.c.id).order_by(
        found.c.list, found.c.sort.desc(), found.c.id.desc()
    )


def _part(viewer: Actor, chosen: ThreadFilter, number: int, size: int) -> Subquery:
    sort = Thread.created_at if chosen.order is Order.NEWEST else Thread.last_activity_at
    statement: Any = narrowed(visible_to(viewer), chosen).with_only_columns(
        literal(number).label("list"),
        Thread.id.label("id"),
        sort.label("sort"),
        maintain_column_froms=True,
    )
    part: Subquery = statement.order_by(sort.desc(), Thread.id.desc()).limit(size).subquery()
    return part


def _rows(viewer: Actor, ids: set[int]) -> dict[int, ThreadRow]:
    if not ids:
        return {}
    given = {**reading(viewer), "ids": list(ids)}
    found = db.session.execute(_rows_of(kind_of(viewer)), given).unique()
    return {thread.id: row_of(thread, bool(unread)) for thread, unread in found}


@cache
def _rows_of(kind: ViewerKind) -> Select[Any]:
    statement: Select[Any] = joined_tags(visible_to(kind))
    statement = statement.where(Thread.id.in_(bindparam("ids", expanding=True)))
    statement = statement.options(with_author(Thread.author)).order_by(Thread.id, Tag.slug)
    return with_unread(statement, kind)
