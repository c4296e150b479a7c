"""How many threads stand in each queue, and in views of them; in one statement each."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, case, func, select

from forum.categories.models import Category
from forum.categories.queries import audiences_of
from forum.core import clock
from forum.core.db import db
from forum.core.permissions import Actor
from forum.core.statements import ViewerKind, kind_of
from forum.threads.models import Thread
from forum.threads.queries import visible_to
from moderation.watchlist.filters import Filters
from moderation.watchlist.queries.narrowing import narrowed, values
from moderation.watchlist.queues import (
    IS_OPEN,
    TICKING,
    Anytime,
    Moment,
    QueueName,
    among_open,
    clocked,
    conditions,
)


def counts(viewer: Actor) -> dict[QueueName, int]:
    """The figure beside each queue, for what this viewer may see."""
    moment = Moment(clock.now(), viewer.id)
    row = db.session.execute(_counted(kind_of(viewer)), moment.parameters()).mappings().one()
    return {name: row[name.value] for name in QueueName}


@cache
def _counted(kind: ViewerKind) -> Select[Any]:
    """One look at everything open, which has an index of its own.

    What is open is neither hidden nor merged, so its category alone decides who sees it.
    """
    held = among_open(Anytime())
    sums = [
        func.coalesce(func.sum(case((held[name], 1), else_=0)), 0).label(name.value)
        for name in QueueName
    ]
    places = select(Category.id).where(Category.audience.in_(audiences_of(kind)))
    seen = clocked(select(*sums).select_from(Thread))
    return seen.where(IS_OPEN, Thread.category_id.in_(places))


def how_many(viewer: Actor, views: Sequence[Filters]) -> Sequence[int]:
    """How many threads each of these views holds, in one statement."""
    if not views:
        return []
    moment = Moment(clock.now(), viewer.id)
    numbers, given = [], moment.parameters()
    for at, filters in enumerate(views):
        prefix = f"view_{at}_"
        held = conditions(Anytime())[filters.queue], *narrowed(filters, Anytime(), prefix)
        of_it = clocked(visible_to(kind_of(viewer)), filters.queue in TICKING).where(*held)
        number = of_it.with_only_columns(func.count(Thread.id), maintain_column_froms=True)
        numbers.append(number.scalar_subquery())
        given |= values(filters, moment.now, prefix)
    return list(db.session.execute(select(*numbers), given).one())
