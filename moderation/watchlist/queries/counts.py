"""How many threads stand in each queue, in one statement."""

from functools import cache
from typing import Any

from sqlalchemy import Select, case, func

from forum.core import clock
from forum.core.db import db
from forum.core.permissions import Actor
from forum.core.statements import ViewerKind, kind_of
from forum.threads.queries import visible_to
from moderation.watchlist.queues import (
    IS_OPEN,
    Anytime,
    Moment,
    QueueName,
    among_open,
    clocked,
)


def counts(viewer: Actor) -> dict[QueueName, int]:
    """The figure beside each queue, for what this viewer may see."""
    moment = Moment(clock.now(), viewer.id)
    row = db.session.execute(_counted(kind_of(viewer)), moment.parameters()).mappings().one()
    return {name: row[name.value] for name in QueueName}


@cache
def _counted(kind: ViewerKind) -> Select[Any]:
    """One look at everything open, which has an index of its own."""
    held = among_open(Anytime())
    sums = [
        func.coalesce(func.sum(case((held[name], 1), else_=0)), 0).label(name.value)
        for name in QueueName
    ]
    seen = clocked(visible_to(kind)).where(IS_OPEN)
    return seen.with_only_columns(*sums, maintain_column_froms=True)
