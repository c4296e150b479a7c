"""Working hours: adding and measuring time that counts only while the team is at work. Pure."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")  # where the team works
OPENS = time(9)
CLOSES = time(18)
WORKING_WEEKDAYS = frozenset(range(5))  # Monday to Friday
WORKING_DAY = timedelta(hours=9)  # what "one day" of business time means


def add(start: datetime, amount: timedelta) -> datetime:
    """The moment at which ``amount`` of business time has passed since ``start``, in UTC.

    Nothing added is the start itself, even at night; so ``add(add(t, a), b) == add(t, a + b)``.

    Raises:
        ValueError: the amount is negative, or the start has no zone.
    """
    if amount < timedelta(0) or start.tzinfo is None:
        raise ValueError("business time runs forward from an aware moment")
    if not amount:
        return start.astimezone(UTC)
    left = amount
    for opens, closes in _working_days(start):
        begins = max(start, opens)
        if begins + left <= closes:
            return (begins + left).astimezone(UTC)
        left -= max(closes - begins, timedelta(0))
    raise OverflowError("the calendar ended first")


def between(start: datetime, end: datetime) -> timedelta:
    """How much business time lies between two moments; zero when the end comes first."""
    passed = timedelta(0)
    for opens, closes in _working_days(start):
        if opens >= end:
            break
        passed += max(min(closes, end) - max(opens, start), timedelta(0))
    return passed


def today(moment: datetime) -> date:
    """The day where the team works."""
    return moment.astimezone(ZONE).date()


def end_of_day(moment: datetime) -> datetime:
    """Midnight after ``moment`` where the team works, in UTC: until then it is "today"."""
    tomorrow = moment.astimezone(ZONE).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(0), ZONE).astimezone(UTC)


def _working_days(start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Opening and closing time of each working day, in UTC, from the day of ``start`` on."""
    day = start.astimezone(ZONE).date()
    while day < date.max - timedelta(days=1):
        if day.weekday() in WORKING_WEEKDAYS:
            yield _at(day, OPENS), _at(day, CLOSES)
        day += timedelta(days=1)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, ZONE).astimezone(UTC)
