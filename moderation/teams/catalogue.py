"""Which promise held where and when: every version of every policy, as the clocks ask for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from forum.core.briefly import Briefly
from forum.core.db import db
from moderation.teams.business_time import Calendar, Shift
from moderation.teams.lengths import parse
from moderation.teams.models import CalendarVersion, PolicyVersion
from moderation.teams.promises import Allowance, Promise

# a version never changes; what is kept is found by the number of the newest one
KEPT: Briefly["Catalogue"] = Briefly("promises", timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Held:
    """One version of a policy; ``promise`` is empty where it was withdrawn."""

    version_id: int
    category_id: int | None
    since: datetime
    team_id: int
    promise: Promise | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All versions there are, the newest first."""

    versions: tuple[Held, ...]

    def at(self, moment: datetime, category_ids: Sequence[int] = ()) -> tuple[Held, Promise]:
        """What held at a moment in a category.

        Args:
            category_ids: the category and those above it, the nearest first; where none has a
                policy of its own, the one for everywhere holds.
        """
        for category_id in category_ids:
            held = self._in_force(moment, category_id)
            if held is not None and held.promise is not None:
                return held, held.promise
        held = self._in_force(moment, None) or self._first_of_all()
        if held.promise is None:
            raise LookupError("the policy for everywhere cannot be withdrawn")
        return held, held.promise

    def of(self, version_id: int) -> tuple[Held, Promise] | None:
        """A version by its id, while it promises anything."""
        for held in self.versions:
            if held.version_id == version_id and held.promise is not None:
                return held, held.promise
        return None

    def hours_of(self, team_id: int) -> Calendar | None:
        """When a team works now, where a policy in force gives it work."""
        seen: set[int | None] = set()
        for held in self.versions:
            if held.category_id not in seen and held.promise and held.team_id == team_id:
                return held.promise.calendar
            seen.add(held.category_id)
        return None

    def categories_in_force(self) -> set[int]:
        """The categories that have a policy of their own now."""
        newest: dict[int | None, Held] = {}
        for held in self.versions:
            newest.setdefault(held.category_id, held)
        return {key for key, held in newest.items() if key is not None and held.promise}

    def _in_force(self, moment: datetime, category_id: int | None) -> Held | None:
        for held in self.versions:
            if held.category_id == category_id and held.since <= moment:
                return held
        return None

    def _first_of_all(self) -> Held:
        return [held for held in self.versions if held.category_id is None][-1]


def catalogue() -> Catalogue:
    """All versions, in one small statement unless something was changed."""
    newest = db.session.scalar(select(func.max(PolicyVersion.id)))
    return KEPT.get(newest, _read)


def main_promise() -> Promise:
    """What holds where no category says otherwise."""
    found: Promise = MAIN.get("promise", _read_main)
    return found


def main_calendar() -> Calendar:
    """The hours of who answers where no category says otherwise: what "today" means here."""
    return main_promise().calendar


# whoever changes it says so; another process goes on for a while with what "today" meant before
MAIN: Briefly[Promise] = Briefly("main_promise", timedelta(minutes=10))


def _read_main() -> Promise:
    found = next(held for held in catalogue().versions if held.category_id is None)
    if found.promise is None:
        raise LookupError("the policy for everywhere cannot be withdrawn")
    return found.promise


def calendar_of(version: CalendarVersion) -> Calendar:
    """A stored version as the clocks count by it."""
    return Calendar(
        version.zone,
        tuple(Shift(row.weekday, row.opens_minute, row.closes_minute) for row in version.shifts),
        frozenset(row.day for row in version.holidays),
    )


def promise_of(version: PolicyVersion, calendar: Calendar) -> Promise:
    """A stored version of a policy as the clocks count by it."""
    return Promise(
        calendar,
        parse(version.community),
        parse(version.deferral),
        {
            row.severity: Allowance(parse(row.first), parse(row.resolution))
            for row in version.allowances
        },
    )


def _read() -> Catalogue:
    calendars = {
        row.id: calendar_of(row)
        for row in db.session.scalars(
            select(CalendarVersion).options(
                joinedload(CalendarVersion.shifts), selectinload(CalendarVersion.holidays)
            )
        ).unique()
    }
    versions = db.session.scalars(
        select(PolicyVersion)
        .options(joinedload(PolicyVersion.policy), joinedload(PolicyVersion.allowances))
        .order_by(PolicyVersion.since.desc(), PolicyVersion.id.desc())
    ).unique()
    return Catalogue(
        tuple(
            Held(
                row.id,
                row.policy.category_id,
                row.since,
                row.team_id,
                None if row.withdrawn else promise_of(row, calendars[row.calendar_version_id]),
            )
            for row in versions
        )
    )
