"""Generated calendars and moments, and a count of business minutes, one by one.

The wall clock of every minute is looked up once for each zone; a calendar is then a mask over it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from moderation.teams.business_time import DAY_MINUTES, MINUTE, Calendar, Shift

WEEK_MINUTES = 7 * DAY_MINUTES
DAYS_LOOKED_AT = 21
# each zone with weeks in which its clocks are changed, and one in which they rest
WINDOWS = {
    "Europe/Berlin": ("2026-03-20", "2026-10-16", "2026-06-01"),
    "Asia/Kathmandu": ("2026-03-20", "2026-12-20"),
    "America/St_Johns": ("2026-02-27", "2026-10-23"),
    "America/New_York": ("2026-03-01", "2026-10-23"),
    "Australia/Lord_Howe": ("2026-03-27", "2026-09-25"),  # by half an hour
    "Africa/Cairo": ("2026-04-17", "2026-10-23"),  # at midnight
    "America/Havana": ("2026-03-01", "2026-10-23"),  # at midnight, and back at one
    "Pacific/Apia": ("2011-12-20",),  # a day that never was
    "UTC": ("2026-01-01",),
}


@dataclass(frozen=True)
class Weeks:
    """Three weeks in one zone: for each minute in UTC what the wall clock shows there."""

    zone: str
    begins: datetime
    of_week: NDArray[np.int64]  # minutes since Monday, midnight
    days: NDArray[np.int64]  # the day as its ordinal

    def counting(self, calendar: Calendar) -> NDArray[np.bool_]:
        """For each minute, whether it is business time."""
        works = np.zeros(WEEK_MINUTES, dtype=bool)
        for shift in calendar.shifts:
            midnight = shift.weekday * DAY_MINUTES
            works[midnight + shift.opens : midnight + shift.closes] = True
        off = [day.toordinal() for day in calendar.holidays]
        found: NDArray[np.bool_] = works[self.of_week] & ~np.isin(self.days, off)
        return found

    def at(self, minute: int) -> datetime:
        """The moment so many minutes after they began."""
        return self.begins + minute * MINUTE


@cache
def weeks(zone: str, begins: str) -> Weeks:
    """The weeks from a day on."""
    start = datetime.fromisoformat(begins).replace(tzinfo=UTC)
    info = ZoneInfo(zone)
    of_week, days = [], []
    for minute in range(DAYS_LOOKED_AT * DAY_MINUTES):
        shown = (start + minute * MINUTE).astimezone(info)
        of_week.append(shown.weekday() * DAY_MINUTES + shown.hour * 60 + shown.minute)
        days.append(shown.toordinal())
    return Weeks(zone, start, np.array(of_week), np.array(days))


def shifts_of_a_week(dice: Random) -> tuple[Shift, ...]:
    """At least one shift, several on some days, none that overlap."""
    found = []
    for weekday in dice.sample(range(7), dice.randint(1, 7)):
        edges = sorted(dice.sample(range(DAY_MINUTES + 1), 2 * dice.randint(1, 3)))
        found += [Shift(weekday, *pair) for pair in zip(edges[::2], edges[1::2], strict=True)]
    return tuple(found)


@dataclass(frozen=True)
class Case:
    """A calendar, three weeks of its zone, and which of their minutes count."""

    weeks: Weeks
    calendar: Calendar
    counting: NDArray[np.bool_]


def case_of(dice: Random) -> Case:
    """A calendar with days off, in weeks worth a look."""
    zone = dice.choice(sorted(WINDOWS))
    looked_at = weeks(zone, dice.choice(WINDOWS[zone]))
    first_day = looked_at.begins.date()
    days_off = dice.sample(range(DAYS_LOOKED_AT), dice.randint(0, 3))
    holidays = frozenset(first_day + timedelta(days=days) for days in days_off)
    calendar = Calendar(zone, shifts_of_a_week(dice), holidays)
    return Case(looked_at, calendar, looked_at.counting(calendar))


def minute_of(dice: Random) -> int:
    """Any minute of the weeks."""
    return dice.randrange(DAYS_LOOKED_AT * DAY_MINUTES)


def stretches_of(dice: Random) -> list[tuple[int, int]]:
    """Up to three stretches of minutes, which may overlap."""
    pairs = [(minute_of(dice), minute_of(dice)) for _turn in range(dice.randint(0, 3))]
    return [(min(pair), max(pair)) for pair in pairs]


# a die that is thrown the same way again by its number: a case is made in a tenth of the time that
# drawing each of its parts would take
dices = st.integers(0, 2**32 - 1).map(Random)
