"""Keeping the rows that figures are made of: marked with each event, counted anew by a sweep."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from sqlalchemy import exists, func, select, update

from forum.core import clock
from forum.core.db import db, transactional
from forum.threads.models import Thread
from moderation.measures.histories import Kept, histories
from moderation.measures.measuring import measure
from moderation.measures.models import MeasuredThread

BATCH_THREADS = 400  # a few hundred ids per statement stay far below every database's limit


@transactional
def recount(thread_ids: Iterable[int]) -> None:
    """Set the rows of these threads to what happened in them. Safe to repeat."""
    ids = sorted(set(thread_ids))
    for start in range(0, len(ids), BATCH_THREADS):
        _recount(ids[start : start + BATCH_THREADS])


def _recount(ids: Sequence[int]) -> None:
    # locked before anything is read: what happens meanwhile marks the row again
    rows = {
        row.thread_id: row
        for row in db.session.scalars(
            select(MeasuredThread)
            .where(MeasuredThread.thread_id.in_(ids))
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    }
    for kept in histories(ids):
        row = rows.get(kept.thread.id)
        if row is None:
            row = MeasuredThread(thread_id=kept.thread.id)
            db.session.add(row)
        _set(row, kept)
    db.session.flush()


def _set(row: MeasuredThread, kept: Kept) -> None:
    thread = kept.thread
    row.stale_since = None
    row.counts = thread.wants_answer and not thread.is_gone
    row.category_id, row.team_id = thread.category_id, kept.team_id
    row.severity, row.status = thread.severity, thread.status
    for name, value in asdict(measure(kept.history)).items():
        setattr(row, name, value)


def mark_stale(thread_ids: Iterable[int]) -> None:
    """Something happened there: count these anew soon, inside the caller's transaction."""
    db.session.execute(
        update(MeasuredThread)
        .where(MeasuredThread.thread_id.in_(list(thread_ids)), MeasuredThread.stale_since.is_(None))
        .values(stale_since=clock.now())
        .execution_options(synchronize_session=False)
    )


def to_recount(most: int) -> list[int]:
    """Threads whose row is out of date, or that have none yet."""
    stale = select(MeasuredThread.thread_id).where(MeasuredThread.stale_since.is_not(None))
    found = list(db.session.scalars(stale.order_by(MeasuredThread.stale_since).limit(most)))
    if _have_all():
        return found
    missing = (
        select(Thread.id)
        .where(~exists().where(MeasuredThread.thread_id == Thread.id))
        .order_by(Thread.id)
        .limit(most)
    )
    return found + list(db.session.scalars(missing))


def _have_all() -> bool:
    """Whether each thread has its row; two counts cost less than looking for the odd one."""
    threads = db.session.scalar(select(func.count()).select_from(Thread))
    rows = db.session.scalar(select(func.count()).select_from(MeasuredThread))
    return threads == rows
