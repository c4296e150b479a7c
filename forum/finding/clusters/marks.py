"""What is to be looked at again, as rows: marked with the change, done by the sweep."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, cast, delete, literal, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from forum.core import clock, jobs
from forum.core.db import after_commit, db, transactional
from forum.finding.models import ClusterMark, StaleDocument
from forum.threads.models import Thread

IDS_PER_STATEMENT = 300


@dataclass(frozen=True, slots=True)
class Due:
    """A thread to look at, as it was marked."""

    thread_id: int
    rereads: bool
    marked_at: datetime


@transactional
def mark(thread_ids: Iterable[int], rereads: bool) -> None:
    """Have the clusters of these threads found anew; ``rereads``: what they say changed as well."""
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    ids, moment = sorted(set(thread_ids)), clock.now()
    for start in range(0, len(ids), IDS_PER_STATEMENT):
        rows = [
            {"thread_id": row, "rereads": rereads, "marked_at": moment}
            for row in ids[start : start + IDS_PER_STATEMENT]
        ]
        statement = insert(ClusterMark).values(rows)
        db.session.execute(
            statement.on_conflict_do_update(
                index_elements=["thread_id"],
                set_={
                    "rereads": or_(ClusterMark.rereads, statement.excluded.rereads),
                    "marked_at": moment,
                },
            )
        )
    if ids:
        after_commit(jobs.wake)


def mark_all() -> int:
    """Have every thread compared anew; how many there are."""
    ids = db.session.scalars(select(Thread.id)).all()
    mark(ids, rereads=True)
    return len(ids)


def due(can_read: bool, most: int) -> Sequence[Due]:
    """What was marked first; what must be compared waits for the model and for its index row."""
    waits = (
        select(StaleDocument.key)
        .where(
            StaleDocument.key == literal("thread:") + cast(ClusterMark.thread_id, String),
            StaleDocument.parked_at.is_(None),
        )
        .exists()
    )
    ready = or_(ClusterMark.rereads.is_(False), ~waits if can_read else literal(False))
    rows = db.session.execute(
        select(ClusterMark.thread_id, ClusterMark.rereads, ClusterMark.marked_at)
        .where(ready)
        .order_by(ClusterMark.marked_at, ClusterMark.thread_id)
        .limit(most)
    )
    return [Due(row.thread_id, row.rereads, row.marked_at) for row in rows]


def forget(done: Due) -> None:
    """Inside a transaction: it was looked at, unless it was marked again meanwhile."""
    db.session.execute(
        delete(ClusterMark).where(
            ClusterMark.thread_id == done.thread_id, ClusterMark.marked_at == done.marked_at
        )
    )
