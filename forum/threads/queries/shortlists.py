"""Several short lists on one page, in one statement however many they are."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, Subquery, literal, select, union_all

from forum.core.db import db
from forum.core.permissions import Actor
from forum.core.statements import ViewerKind, kind_of
from forum.threads.models import Thread
from forum.threads.queries.lines import line_in, lined
from forum.threads.queries.listing import Order, ThreadFilter, narrowed, reading, with_unread
from forum.threads.queries.visibility import visible_to
from forum.threads.rows import ThreadRow, row_of


def shortlists(
    viewer: Actor, wanted: Sequence[ThreadFilter], size: int
) -> Sequence[Sequence[ThreadRow]]:
    """The first ``size`` threads of each filter, in the order of the filters.

    The statement is built once for each kind of viewer and set of filters, so whose threads they
    are must come as ``kind_of(viewer).id``.
    """
    lists: list[list[ThreadRow]] = [[] for _one in wanted]
    statement = _lines(kind_of(viewer), tuple(wanted), size)
    for row in db.session.execute(statement, reading(viewer)):
        lists[row.list].append(row_of(line_in(row), bool(row.unread)))
    return lists


@cache
def _lines(kind: ViewerKind, wanted: tuple[ThreadFilter, ...], size: int) -> Select[Any]:
    parts = [_part(kind, one, number, size) for number, one in enumerate(wanted)]
    found = union_all(*(select(part.c.list, part.c.id, part.c.sort) for part in parts)).subquery()
    threads = select(Thread).join(Thread.category).join(found, found.c.id == Thread.id)
    return (
        with_unread(lined(threads), kind)
        .add_columns(found.c.list)
        .order_by(found.c.list, found.c.sort.desc(), found.c.id.desc())
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
