"""Who may be given a thread, and when. Pure: plain values in, yes or no out."""

from datetime import date, datetime, timedelta

from forum.accounts.models import User
from forum.core.permissions import Actor, Permission
from moderation.handling.models import Absence

SNOOZE_MAX = timedelta(days=90)  # what rests longer is forgotten


def works_here(person: Actor) -> bool:
    """Whether the desk exists for this person."""
    return person.can(Permission.WORK_DESK)


def may_sign_in(person: User) -> bool:
    """Whether the account is neither suspended nor gone."""
    return person.active and person.deleted_at is None


def is_away(absence: Absence | None, today: date) -> bool:
    """Whether somebody is out of office on a day."""
    return absence is not None and absence.first_day <= today <= absence.last_day


def can_rest_until(until: datetime, now: datetime) -> bool:
    """Whether a thread may be snoozed so long."""
    return now < until <= now + SNOOZE_MAX
