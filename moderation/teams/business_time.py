"""Working hours: adding and measuring time that counts only while a team is at work. Pure.

A moment counts when the wall clock of the calendar's zone stands inside a shift of a day that is
no holiday. So an hour that the wall clock shows twice counts twice, and one it leaves out never.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
DAY_MINUTES = 24 * 60
DAYS_REMEMBERED = 20_000  # a few kilobytes for each calendar; a page asks for the same week
ONE_DAY = timedelta(days=1)
AROUND_MIDNIGHT = timedelta(hours=3)  # a zone that changes its clocks at midnight does it in here


class Shift(NamedTuple):
    """Hours on one weekday (Monday is 0), in minutes since midnight; 1440 is its end."""

    weekday: int
    opens: int
    closes: int


Interval = tuple[datetime, datetime]


@dataclass(frozen=True)
class Calendar:
    """When a team works: a zone, shifts that do not overlap, and days off."""

    zone: str
    shifts: tuple[Shift, ...]
    holidays: frozenset[date] = frozenset()

    @cached_property
    def info(self) -> ZoneInfo:
        """The zone itself."""
        return ZoneInfo(self.zone)

    @cached_property
    def day(self) -> timedelta:
        """What "one day" of business time means: the average day with hours, in whole minutes."""
        minutes = sum(shift.closes - shift.opens for shift in self.shifts)
        days = len({shift.weekday for shift in self.shifts})
        return timedelta(minutes=minutes // days) if days else timedelta(0)

    def on(self, weekday: int) -> tuple[Shift, ...]:
        """The shifts of a weekday, the earliest first."""
        return tuple(sorted(shift for shift in self.shifts if shift.weekday == weekday))


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The same stretches of time in order, those that touch or overlap made one."""
    found: list[Interval] = []
    for begins, ends in sorted(intervals):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        elif begins < ends:
            found.append((begins, ends))
    return found


def add(
    calendar: Calendar, start: datetime, amount: timedelta, pauses: Iterable[Interval] = ()
) -> datetime:
    """The first moment at which ``amount`` of business time has passed since ``start``, in UTC.

    What lies in a pause does not count. Nothing added is the start itself, even at night; so
    ``add(add(t, a), b) == add(t, a + b)``.

    Raises:
        ValueError: the amount is negative, the start has no zone, or the calendar no hours.
    """
    if amount < timedelta(0) or start.tzinfo is None:
        raise ValueError("business time runs forward from an aware moment")
    if not calendar.shifts:
        raise ValueError("a calendar without hours never gets there")
    start, left = start.astimezone(UTC), amount
    if not left:
        return start
    for opens, closes in _counting(calendar, start, merged(pauses)):
        if opens + left <= closes:
            return opens + left
        left -= closes - opens
    raise OverflowError("the calendar ended first")


def between(
    calendar: Calendar, start: datetime, end: datetime, pauses: Iterable[Interval] = ()
) -> timedelta:
    """How much business time lies between two moments; zero when the end comes first."""
    passed, end = timedelta(0), end.astimezone(UTC)
    for opens, closes in _counting(calendar, start.astimezone(UTC), merged(pauses)):
        if opens >= end:
            break
        passed += min(closes, end) - opens
    return passed


def end_of_day(calendar: Calendar, moment: datetime) -> datetime:
    """Midnight after ``moment`` where the team works, in UTC: until then it is "today"."""
    tomorrow = moment.astimezone(calendar.info).date() + ONE_DAY
    return datetime.combine(tomorrow, time(0), calendar.info).astimezone(UTC)


def _counting(calendar: Calendar, start: datetime, pauses: list[Interval]) -> Iterator[Interval]:
    """The stretches from ``start`` on that count, in order."""
    day = start.astimezone(calendar.info).date()
    while day < date.max - 2 * ONE_DAY:
        for opens, closes in working_intervals(calendar, day):
            begins = max(opens, start)
            for off, on in pauses:
                if off < closes and on > begins:
                    if begins < off:
                        yield begins, off
                    begins = on
            if begins < closes:
                yield begins, closes
        day += ONE_DAY


@lru_cache(DAYS_REMEMBERED)
def working_intervals(calendar: Calendar, day: date) -> tuple[Interval, ...]:
    """When the team works on a day, in UTC and in order."""
    shifts = () if day in calendar.holidays else calendar.on(day.weekday())
    if not shifts:
        return ()
    early, late = _around(calendar.info, day)
    before, after = _offset(calendar.info, early), _offset(calendar.info, late)
    midnight = datetime.combine(day, time(0), UTC)
    found = []
    for shift in shifts:
        opens, closes = midnight + shift.opens * MINUTE, midnight + shift.closes * MINUTE
        if before == after:
            found.append((opens - before, closes - before))
            continue
        change = _change(calendar.info, early, late)
        found.append((opens - before, min(closes - before, change)))
        found.append((max(opens - after, change), closes - after))
    return tuple(merged(found))


def _around(zone: ZoneInfo, day: date) -> Interval:
    """Two moments with the whole day between them, whatever its clocks do."""
    begins = datetime.combine(day, time(0), zone).astimezone(UTC)
    ends = datetime.combine(day + ONE_DAY, time(0, fold=1), zone).astimezone(UTC)
    return begins - AROUND_MIDNIGHT, ends + AROUND_MIDNIGHT


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def _change(zone: ZoneInfo, early: datetime, late: datetime) -> datetime:
    """The minute at which the clocks were changed between two moments; zones do it once a day."""
    before = _offset(zone, early)
    while late - early > MINUTE:
        middle = early + (late - early) // MINUTE // 2 * MINUTE
        if _offset(zone, middle) == before:
            early = middle
        else:
            late = middle
    return late
