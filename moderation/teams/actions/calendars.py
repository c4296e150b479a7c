"""Making, changing and retiring calendars. A change is a new version, from now on."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotFound, Refused
from moderation.audit.log import record
from moderation.teams import policy
from moderation.teams.actions.versions import renew_where
from moderation.teams.business_time import Shift
from moderation.teams.models import Calendar, CalendarVersion, Holiday, ShiftRow, Team
from moderation.teams.queries import get_calendar
from moderation.teams.typed import DayOff

KIND = "calendar"


@dataclass(frozen=True, slots=True)
class CalendarText:
    """Everything a calendar says."""

    name: str
    zone: str
    shifts: tuple[Shift, ...]
    days_off: tuple[DayOff, ...]


@transactional
def make_calendar(actor: User, text: CalendarText) -> Calendar:
    """A calendar that a team can work by.

    Raises:
        NotAllowed: only admins may. Refused: another one has that name.
    """
    policy.ensure_may_manage(actor)
    _ensure_free(text.name)
    made = Calendar(name=text.name)
    db.session.add(made)
    db.session.flush()
    _add_version(made, text)
    record(actor.id, "create", KIND, made.id, after=text.name)
    return made


@transactional
def change_calendar(actor: User, calendar_id: int, text: CalendarText) -> bool:
    """Let a calendar say something else from now on; whether anything is different.

    Raises:
        NotAllowed, NotFound, or Refused: another one has that name.
    """
    policy.ensure_may_manage(actor)
    found = locked(Calendar, calendar_id)
    _row, version = get_calendar(calendar_id)
    before = said(found, version)
    if before == text:
        return False
    if text.name != found.name:
        _ensure_free(text.name)
        found.name = text.name
    record(actor.id, "edit", KIND, found.id, before=before.name, after=text.name)
    if (before.zone, before.shifts, before.days_off) != (text.zone, text.shifts, text.days_off):
        _add_version(found, text)
        renew_where(lambda team: team.calendar_id == calendar_id)
    return True


@transactional
def retire_calendar(actor: User, calendar_id: int) -> None:
    """Offer a calendar no more; what was counted by it stays as it is.

    Raises:
        NotAllowed, NotFound, or Refused: a team works by it.
    """
    policy.ensure_may_manage(actor)
    found = locked(Calendar, calendar_id)
    if found.retired_at is not None:
        raise NotFound()
    used_by = db.session.scalars(
        select(Team.name)
        .where(Team.calendar_id == calendar_id, Team.retired_at.is_(None))
        .order_by(Team.name)
    ).all()
    if used_by:
        raise Refused(
            _("This calendar is in use: %(teams)s.", teams=", ".join(used_by)),
            _("Give these teams another calendar first."),
        )
    found.retired_at = clock.now()
    record(actor.id, "retire", KIND, found.id, before=found.name)


def said(row: Calendar, version: CalendarVersion) -> CalendarText:
    """What a calendar says, as it is typed."""
    return CalendarText(
        row.name,
        version.zone,
        tuple(Shift(one.weekday, one.opens_minute, one.closes_minute) for one in version.shifts),
        tuple(DayOff(one.day, one.name) for one in version.holidays),
    )


def _add_version(row: Calendar, text: CalendarText) -> None:
    db.session.add(
        CalendarVersion(
            calendar_id=row.id,
            since=clock.now(),
            zone=text.zone,
            shifts=[
                ShiftRow(weekday=one.weekday, opens_minute=one.opens, closes_minute=one.closes)
                for one in text.shifts
            ],
            holidays=[Holiday(day=one.day, name=one.name) for one in text.days_off],
        )
    )
    db.session.flush()


def _ensure_free(name: str) -> None:
    taken = select(Calendar.id).where(Calendar.name == name, Calendar.retired_at.is_(None))
    if db.session.scalar(taken) is not None:
        raise Refused(_("Another calendar is called %(name)s.", name=name))
