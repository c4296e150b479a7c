"""How long threads of each kind kept reps so far."""

from sqlalchemy import func, select

from forum.core.db import db
from moderation.measures.expected import History, Worked
from moderation.measures.models import MeasuredThread

HISTORY_DAYS = 364  # what took long two years ago may not any more


def history_until(today: int) -> History:
    """What is known on a day, counted as ``MeasuredThread.asked_day`` is."""
    return History(_worked(today))


def _worked(today: int) -> list[Worked]:
    """Few rows, however many threads: kinds, and minutes by how often they were."""
    row = MeasuredThread
    kinds = (row.category_id, row.severity, row.work_minutes)
    found = db.session.execute(
        select(*kinds, func.count())
        .where(row.work_minutes.is_not(None), row.asked_day > today - HISTORY_DAYS)
        .group_by(*kinds)
    )
    return [
        Worked(category_id, severity, minutes or 0, threads)
        for category_id, severity, minutes, threads in found
    ]
