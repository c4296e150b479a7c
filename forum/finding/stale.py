"""What the index still has to learn, as rows: marked with the change, done by the sweep.

A mark made while its document is being embedded stays: the sweep settles only what it claimed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from forum.core import clock, jobs
from forum.core.db import after_commit, db, transactional
from forum.core.leases import is_free
from forum.finding.models import StaleDocument

LEASE = timedelta(minutes=5)  # longer than a batch takes on a slow machine
ATTEMPTS_MAX = 5  # then it is set aside until the document changes again, or a reindex
BATCH_DOCUMENTS = 16
KEYS_PER_STATEMENT = 400


@dataclass(frozen=True, slots=True)
class Claim:
    """A document taken for refreshing: settled only while mark and lease are still these."""

    key: str
    marked_at: datetime
    leased_until: datetime


@transactional
def mark_stale(keys: Iterable[str]) -> None:
    """Have these documents read again soon, in the transaction of the change that calls for it."""
    moment = clock.now()
    wanted = sorted(set(keys))
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    for start in range(0, len(wanted), KEYS_PER_STATEMENT):
        rows = [
            {"key": key, "marked_at": moment, "attempts": 0, "last_error": ""}
            for key in wanted[start : start + KEYS_PER_STATEMENT]
        ]
        fresh = {
            "marked_at": moment,
            "attempts": 0,
            "leased_until": None,
            "parked_at": None,
            "last_error": "",
        }
        db.session.execute(
            insert(StaleDocument)
            .values(rows)
            .on_conflict_do_update(index_elements=["key"], set_=fresh)
        )
    if wanted:
        after_commit(jobs.wake)


@transactional
def claim() -> list[Claim]:
    """Take what waits, newest first: what was just written is what people look for.

    Whoever dies with a claim leaves it to the next, once the lease has run out.
    """
    moment = clock.now()
    rows = db.session.scalars(
        select(StaleDocument)
        .where(
            StaleDocument.parked_at.is_(None),
            is_free(StaleDocument.leased_until, moment, LEASE),
        )
        .order_by(StaleDocument.marked_at.desc(), StaleDocument.key)
        .limit(BATCH_DOCUMENTS)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    for row in rows:
        row.leased_until = moment + LEASE
        row.attempts += 1
    return [Claim(row.key, row.marked_at, moment + LEASE) for row in rows]


def still_held(claims: Sequence[Claim]) -> set[str]:
    """Inside a transaction: the claimed keys that nobody marked or took since."""
    rows = db.session.scalars(
        select(StaleDocument)
        .where(StaleDocument.key.in_([claim.key for claim in claims]))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    now = {(row.key, row.marked_at, row.leased_until) for row in rows}
    return {c.key for c in claims if (c.key, c.marked_at, c.leased_until) in now}


def forget_marks(keys: Iterable[str]) -> None:
    """Inside a transaction: these are as they should be."""
    db.session.execute(delete(StaleDocument).where(StaleDocument.key.in_(list(keys))))


@transactional
def give_back(claims: Sequence[Claim], error: str) -> None:
    """These could not be refreshed: tried again when the lease ends, and set aside in the end."""
    held = still_held(claims)
    for row in db.session.scalars(select(StaleDocument).where(StaleDocument.key.in_(held))):
        row.last_error = error[:500]
        if row.attempts >= ATTEMPTS_MAX:
            row.parked_at, row.leased_until = clock.now(), None


def waiting_count() -> int:
    """How many documents still wait to be refreshed, those set aside not counted."""
    waiting = select(func.count()).where(StaleDocument.parked_at.is_(None))
    return db.session.scalar(waiting) or 0


def set_aside_count() -> int:
    """How many documents could not be refreshed in all their tries."""
    aside = select(func.count()).where(StaleDocument.parked_at.is_not(None))
    return db.session.scalar(aside) or 0
