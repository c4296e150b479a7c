"""Keeping the stored clocks true: after each event for one thread, after an import for many."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, transactional
from moderation.watchlist.clocks import Reading, StopReason, read
from moderation.watchlist.facts import facts_of
from moderation.watchlist.models import ThreadClock

FORGOTTEN_AFTER = timedelta(days=60)  # an old import must not make everything overdue
BATCH_THREADS = 400  # a few hundred ids per statement stay far below every database's limit


@transactional
def rebuild(thread_ids: Iterable[int]) -> None:
    """Set the clocks of these threads to what the rows say. Safe to repeat.

    A clock that is not there yet is made only for what still waits, for the team or for details,
    and began within ``FORGOTTEN_AFTER``.
    """
    ids = sorted(set(thread_ids))
    for start in range(0, len(ids), BATCH_THREADS):
        _keep(ids[start : start + BATCH_THREADS])


def _keep(ids: Sequence[int]) -> None:
    facts = facts_of(ids)
    known = {
        row.thread_id: row
        for row in db.session.scalars(
            select(ThreadClock)
            .where(ThreadClock.thread_id.in_(ids))
            .execution_options(populate_existing=True)
        )
    }
    for thread_id, found in facts.items():
        reading = read(found)
        row = known.get(thread_id)
        if reading is None:
            continue
        if row is None and _is_worth_a_clock(reading):
            row = ThreadClock(thread_id=thread_id)
            db.session.add(row)
        if row is not None:
            _set(row, reading)
    db.session.flush()


def _is_worth_a_clock(reading: Reading) -> bool:
    waits = reading.stop_reason in {None, StopReason.NEEDS_INFO}
    return waits and clock.now() - reading.started_at <= FORGOTTEN_AFTER


def _set(row: ThreadClock, reading: Reading) -> None:
    row.started_at, row.cause = reading.started_at, reading.cause
    row.due_at, row.deferred_at = reading.due_at, reading.deferred_at
    row.stopped_at, row.stop_reason = reading.stopped_at, reading.stop_reason
