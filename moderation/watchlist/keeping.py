"""Keeping the stored clocks true: after each event for one thread, after an import for many."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, transactional
from moderation.teams.catalogue import catalogue
from moderation.watchlist.clocks import PAUSED, SOON, ClockName, Facts, PauseReason, Reading, read
from moderation.watchlist.facts import facts_of
from moderation.watchlist.models import ClockPause, ThreadClock

FORGOTTEN_AFTER = timedelta(days=60)  # an old import must not make everything overdue
LATER = "clocks_to_set"  # in a session: the threads of an act on many
BATCH_THREADS = 400  # a few hundred ids per statement stay far below every database's limit


@transactional
def rebuild(thread_ids: Iterable[int]) -> None:
    """Set the clocks of these threads to what the rows say. Safe to repeat.

    Each counts by the policy that held when it began, so a policy that changed since changes
    nothing. A clock that is not there yet is made only for what still waits, and began within
    ``FORGOTTEN_AFTER``.
    """
    ids = sorted(set(thread_ids))
    later: set[int] | None = db.session().info.get(LATER)
    if later is not None:
        later.update(ids)
        return
    for start in range(0, len(ids), BATCH_THREADS):
        _keep(ids[start : start + BATCH_THREADS])


@contextmanager
def at_once() -> Iterator[None]:
    """Set the clocks of everything that changes meanwhile in a few statements, at the end."""
    waiting: set[int] = set()
    db.session().info[LATER] = waiting
    try:
        yield
    finally:
        db.session().info.pop(LATER)
    rebuild(waiting)


@transactional
def pause(thread_id: int, reason: PauseReason, at: datetime | None = None) -> None:
    """Let no time count for a thread from now on; a second time for the same reason is nothing.

    Details that are missing are known from the thread itself: this is for other reasons.
    """
    if _going_on(thread_id, reason) is None:
        moment = at or clock.now()
        db.session.add(ClockPause(thread_id=thread_id, reason=reason, began_at=moment))
        rebuild([thread_id])


@transactional
def resume(thread_id: int, reason: PauseReason, at: datetime | None = None) -> None:
    """Let time count again, where it stood still for this reason."""
    paused = _going_on(thread_id, reason)
    if paused is not None:
        paused.ended_at = max(at or clock.now(), paused.began_at)
        rebuild([thread_id])


def _going_on(thread_id: int, reason: PauseReason) -> ClockPause | None:
    return db.session.scalar(
        select(ClockPause)
        .where(
            ClockPause.thread_id == thread_id,
            ClockPause.reason == reason,
            ClockPause.ended_at.is_(None),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _keep(ids: Sequence[int]) -> None:
    facts = facts_of(ids)
    kept = catalogue()
    known = {
        row.thread_id: row
        for row in db.session.scalars(
            select(ThreadClock)
            .where(ThreadClock.thread_id.in_(ids))
            .execution_options(populate_existing=True)
        )
    }
    for thread_id, found in facts.items():
        held, promise = kept.at(found.started_at, found.category_ids)
        reading = read(found, promise)
        row = known.get(thread_id)
        if reading is None:
            continue
        if row is None and _is_worth_a_clock(reading):
            row = ThreadClock(thread_id=thread_id)
            db.session.add(row)
        if row is not None:
            row.policy_version_id = held.version_id
            _set(row, reading)
    _keep_pauses(facts)
    db.session.flush()


def _keep_pauses(facts: Mapping[int, Facts]) -> None:
    """Rows for each wait for details: written down once, and closed once."""
    wanted = {
        (thread_id, one.began_at): one.ended_at
        for thread_id, found in facts.items()
        for one in found.pauses
        if one.reason is PauseReason.NEEDS_INFO
    }
    if not wanted:
        return
    for row in db.session.scalars(
        select(ClockPause)
        .where(
            ClockPause.thread_id.in_({thread_id for thread_id, _began_at in wanted}),
            ClockPause.reason == PauseReason.NEEDS_INFO,
        )
        .execution_options(populate_existing=True)
    ):
        row.ended_at = wanted.pop((row.thread_id, row.began_at), row.ended_at or row.began_at)
    db.session.flush()  # the one that ended makes room for the one that goes on
    for (thread_id, began_at), ended_at in wanted.items():
        row = ClockPause(thread_id=thread_id, reason=PauseReason.NEEDS_INFO)
        row.began_at, row.ended_at = began_at, ended_at
        db.session.add(row)


def _is_worth_a_clock(reading: Reading) -> bool:
    young = clock.now() - reading.started_at <= FORGOTTEN_AFTER
    paused = reading.stop_reason in PAUSED
    return young and reading.first_stopped_at is None and (reading.stopped_at is None or paused)


def _set(row: ThreadClock, reading: Reading) -> None:
    if row.started_at != reading.started_at:  # another round: who was told of the last one is past
        row.first_warned_at = row.first_breached_at = None
        row.resolution_warned_at = row.resolution_breached_at = None
    row.started_at, row.cause = reading.started_at, reading.cause
    row.due_at, row.deferred_at = reading.due_at, reading.due.deferred_at
    row.stopped_at, row.stop_reason = reading.stopped_at, reading.stop_reason
    row.community_ends_at = reading.due.community_ends_at
    row.first_due_at, row.resolution_due_at = (
        reading.due.first_due_at,
        reading.due.resolution_due_at,
    )
    row.first_stopped_at, row.first_stop_reason = reading.first_stopped_at, reading.first_stop
    row.resolved_at = reading.resolved_at
    row.signal_at = next_signal(row)


def running(row: ThreadClock) -> ClockName | None:
    """The clock whose end comes next, while one runs."""
    if row.stopped_at is not None:
        return None
    return ClockName.FIRST if row.first_stopped_at is None else ClockName.RESOLUTION


def next_signal(row: ThreadClock) -> datetime | None:
    """When somebody is to hear of the running clock: shortly before it is due, and once it was."""
    name = running(row)
    if name is None:
        return None
    first = name is ClockName.FIRST
    if (row.first_breached_at if first else row.resolution_breached_at) is not None:
        return None
    warned = row.first_warned_at if first else row.resolution_warned_at
    return row.due_at if warned is not None else max(row.started_at, row.due_at - SOON)
