"""How many threads stand in each queue, in one statement."""

from collections.abc import Collection

from sqlalchemy import Select, Subquery, case, func, select, true
from sqlalchemy.orm import aliased

from forum.core import clock
from forum.core.db import db
from forum.core.permissions import Actor
from forum.threads.models import Thread
from forum.threads.queries import visible_to
from moderation.watchlist.queues import (
    IS_OPEN,
    OPEN_STATUSES,
    TICKING,
    Moment,
    QueueName,
    conditions,
    joined,
)


def counts(viewer: Actor) -> dict[QueueName, int]:
    """The figure beside each queue, for what this viewer may see."""
    moment = Moment(clock.now(), viewer.id)
    ticking = _sums(viewer, moment, TICKING, ticking=True)
    others = _sums(viewer, moment, set(QueueName) - TICKING, ticking=False)
    both = select(*ticking.c, *others.c).select_from(ticking.join(others, true()))
    row = db.session.execute(both).mappings().one()
    return {name: row[name.value] for name in QueueName}


def _sums(viewer: Actor, moment: Moment, names: Collection[QueueName], ticking: bool) -> Subquery:
    """One row with a conditional sum for each of these queues."""
    held = conditions(moment)
    sums = [
        func.coalesce(func.sum(case((held[name], 1), else_=0)), 0).label(name.value)
        for name in names
    ]
    narrowed = joined(visible_to(viewer), moment, ticking).where(
        IS_OPEN, Thread.id.in_(_open_ids())
    )
    return narrowed.with_only_columns(*sums, maintain_column_froms=True).subquery()


def _open_ids() -> Select[int]:
    """Ids by the index on the state: most threads of a grown site are settled and need no look."""
    candidate = aliased(Thread)
    return select(candidate.id).where(candidate.status.in_(OPEN_STATUSES))
