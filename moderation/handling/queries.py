"""Who has what, what rests, who is away: for those who work here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from forum.accounts.models import User
from forum.core.db import db
from forum.core.permissions import STAFF
from moderation.handling import policy
from moderation.handling.models import Absence, Assignment, Snooze

COLLEAGUES_MAX = 500  # a form offers them all
HISTORY_MAX = 20  # of each kind, the newest
BATCH = 200  # what one sweep looks at


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the team, and when they are out of office."""

    person: User
    absence: Absence | None

    def is_away(self, today: date) -> bool:
        """Whether they are out of office on a day."""
        return policy.is_away(self.absence, today)


def colleagues() -> Sequence[Colleague]:
    """Everybody who works on the desk, by name."""
    rows = db.session.execute(
        select(User, Absence)
        .outerjoin(Absence, Absence.user_id == User.id)
        .where(User.role.in_(STAFF), User.active.is_(True), User.deleted_at.is_(None))
        .order_by(User.name_skeleton)
        .limit(COLLEAGUES_MAX)
    )
    return [Colleague(person, absence) for person, absence in rows]


def absence_of(person_id: int) -> Absence | None:
    """When somebody is out of office."""
    return db.session.get(Absence, person_id)


def assignments_of(thread_id: int) -> Sequence[Assignment]:
    """Who had a thread, newest first."""
    return db.session.scalars(
        select(Assignment)
        .where(Assignment.thread_id == thread_id)
        .options(
            joinedload(Assignment.assignee),
            joinedload(Assignment.by),
            joinedload(Assignment.ended_by),
        )
        .order_by(Assignment.id.desc())
        .limit(HISTORY_MAX)
    ).all()


def snoozes_of(thread_id: int) -> Sequence[Snooze]:
    """When a thread rested, newest first."""
    return db.session.scalars(
        select(Snooze)
        .where(Snooze.thread_id == thread_id)
        .options(joinedload(Snooze.by), joinedload(Snooze.ended_by))
        .order_by(Snooze.id.desc())
        .limit(HISTORY_MAX)
    ).all()


def due_snoozes(now: datetime) -> Sequence[int]:
    """Ids of those whose time came."""
    return db.session.scalars(
        select(Snooze.id)
        .where(Snooze.ended_at.is_(None), Snooze.until <= now)
        .order_by(Snooze.until)
        .limit(BATCH)
    ).all()


def held_by_absent(today: date) -> Sequence[int]:
    """Ids of open assignments of people who are out of office."""
    return db.session.scalars(
        select(Assignment.id)
        .join(Absence, Absence.user_id == Assignment.assignee_id)
        .where(Assignment.ended_at.is_(None), Absence.first_day <= today, Absence.last_day >= today)
        .limit(BATCH)
    ).all()


def held_by_suspended() -> Sequence[int]:
    """Ids of open assignments of people who cannot sign in any more."""
    return db.session.scalars(
        select(Assignment.id)
        .join(User, User.id == Assignment.assignee_id)
        .where(
            Assignment.ended_at.is_(None), or_(User.active.is_(False), User.deleted_at.is_not(None))
        )
        .limit(BATCH)
    ).all()
