"""Telling somebody that a thread is about to be late, and that it is: once each for every round.

What was told stands on the clock's own row, so a sweep that runs twice, late, or while the time of
the machine jumps tells nobody a second time.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock, jobs
from forum.core.db import db, transactional
from forum.core.events import publish
from forum.core.permissions import STAFF
from forum.notifications.audiences import finds_people
from forum.notifications.models import Happening, NotificationKind
from moderation.handling.listeners import tell
from moderation.handling.models import Assignment
from moderation.teams.models import PolicyVersion
from moderation.teams.queries import leads_of
from moderation.watchlist.clocks import ClockName
from moderation.watchlist.events import ClockSignalled
from moderation.watchlist.keeping import next_signal, running
from moderation.watchlist.models import Claim, ThreadClock

BATCH = 100  # what is left waits for the next minute
NEWS_FOR = timedelta(days=3)  # a week-end; after a longer silence nobody wants a hundred letters


@jobs.sweep
def tell_what_is_due() -> None:
    """Whatever is due soon, or late, and was not told yet."""
    waiting = (
        select(ThreadClock.thread_id)
        .where(ThreadClock.signal_at <= clock.now())
        .order_by(ThreadClock.signal_at, ThreadClock.thread_id)
        .limit(BATCH)
    )
    for thread_id in db.session.scalars(waiting).all():
        tell_of(thread_id)


@transactional
def tell_of(thread_id: int) -> None:
    """Tell of one thread, unless somebody just did."""
    now = clock.now()
    row = db.session.get(ThreadClock, thread_id, populate_existing=True, with_for_update=True)
    if row is None or row.signal_at is None or row.signal_at > now:
        return
    is_late = row.due_at <= now
    _remember(row, is_late, now)
    row.signal_at = next_signal(row)
    db.session.flush()
    if now - row.due_at <= NEWS_FOR:
        publish(ClockSignalled(thread_id, running(row) or "", row.due_at, is_late))
        kind = NotificationKind.OVERDUE if is_late else NotificationKind.DUE_SOON
        people = _who_answers_for(row, now)
        if people:
            tell(kind, None, thread_id, people)


def _remember(row: ThreadClock, is_late: bool, now: datetime) -> None:
    if running(row) is ClockName.FIRST:
        row.first_warned_at = row.first_warned_at or now
        row.first_breached_at = now if is_late else None
    else:
        row.resolution_warned_at = row.resolution_warned_at or now
        row.resolution_breached_at = now if is_late else None


def _who_answers_for(row: ThreadClock, now: datetime) -> list[int]:
    """Whoever is on it; else whose it is to answer; else the leads of the team it waits for."""
    held_by = db.session.scalar(
        select(Claim.user_id).where(
            Claim.thread_id == row.thread_id,
            Claim.released_at.is_(None),
            Claim.expires_at > now,
        )
    )
    if held_by is not None:
        return [held_by]
    given = db.session.execute(
        select(Assignment.assignee_id, Assignment.team_id).where(
            Assignment.thread_id == row.thread_id, Assignment.ended_at.is_(None)
        )
    ).first()
    if given is not None and given.assignee_id is not None:
        return [given.assignee_id]
    team_id = given.team_id if given is not None else None
    if team_id is None:
        team_id = db.session.get_one(PolicyVersion, row.policy_version_id).team_id
    return list(leads_of(team_id))


@finds_people(NotificationKind.DUE_SOON)
@finds_people(NotificationKind.OVERDUE)
def those_who_answer(happening: Happening) -> Iterable[int]:
    """Those who were named, as far as they work here when they are told."""
    return db.session.scalars(
        select(User.id).where(User.id.in_(happening.mentioned_ids), User.role.in_(STAFF))
    ).all()
