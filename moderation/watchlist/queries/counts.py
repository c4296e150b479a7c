"""How many threads stand in each queue, in one statement."""

from sqlalchemy import case, func

from forum.core import clock
from forum.core.db import db
from forum.core.permissions import Actor
from forum.threads.queries import visible_to
from moderation.watchlist.queues import IS_OPEN, Moment, QueueName, conditions, joined


def counts(viewer: Actor) -> dict[QueueName, int]:
    """The figure beside each queue, for what this viewer may see."""
    moment = Moment(clock.now(), viewer.id)
    sums = [
        func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
        for condition in conditions(moment).values()
    ]
    narrowed = joined(visible_to(viewer), moment).where(IS_OPEN)
    row = db.session.execute(narrowed.with_only_columns(*sums, maintain_column_froms=True)).one()
    return dict(zip(conditions(moment), row, strict=True))
