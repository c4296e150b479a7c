"""Counting views without writing while somebody reads: in memory, flushed by the sweep."""

import threading
from collections import Counter

from sqlalchemy import update

from forum.core import jobs
from forum.core.db import db, transactional
from forum.threads.models import Thread

_lock = threading.Lock()
_seen: Counter[int] = Counter()


def seen(thread_id: int) -> None:
    """Somebody opened the thread."""
    with _lock:
        _seen[thread_id] += 1


@jobs.sweep
def flush_views() -> None:
    """Add what was counted to the rows; a crash loses a minute of views and nothing else."""
    with _lock:
        counted = dict(_seen)
        _seen.clear()
    if counted:
        _add(counted)


@transactional
def _add(counted: dict[int, int]) -> None:
    for thread_id, number in counted.items():
        db.session.execute(
            update(Thread)
            .where(Thread.id == thread_id)
            .values(view_count=Thread.view_count + number)
        )
