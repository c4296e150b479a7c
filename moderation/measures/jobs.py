"""Counting anew what something happened in."""

from forum.core import jobs
from forum.core.db import db
from moderation.measures.keeping import BATCH_THREADS, recount, to_recount

BATCHES = 10  # after an import the rest waits a minute, so that mail does not


@jobs.sweep
def measure_threads() -> None:
    """Rows for new threads, and new figures where something happened."""
    for _batch in range(BATCHES):
        waiting = to_recount(BATCH_THREADS)
        db.session.rollback()
        if not waiting:
            return
        recount(waiting)
