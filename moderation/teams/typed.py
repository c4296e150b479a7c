"""Working hours and days off as people type them. Pure.

"9:00–12:00, 13–18" is a day with a break; a day off is a line such as "2026-12-25 Christmas".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from moderation.teams.business_time import DAY_MINUTES, Shift
from moderation.teams.models import NAME_MAX_CHARS

SHIFTS_MAX = 12  # of one day
DAYS_OFF_MAX = 200  # some years of holidays
_HOUR = r"([0-9]{1,2})(?:[:.]([0-9]{2}))?"
_SHIFT = re.compile(rf"\s*{_HOUR}\s*[-–—]\s*{_HOUR}\s*")
_DAY = re.compile(
    r"(?:([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})|([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4}))"
    r"(?:[\s,;:–—-]+(.*))?"
)


class NotHours(ValueError):
    """A part is no hours from and to; ``part`` is what was typed."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class EndsFirst(NotHours):
    """A shift ends before, or when, it begins."""


class Overlap(ValueError):
    """Two shifts of a day share some time."""

    def __init__(self, one: Shift, other: Shift) -> None:
        super().__init__(one, other)
        self.one, self.other = one, other


class NotADay(NotHours):
    """A line is no date."""


class TwiceOff(NotHours):
    """The same day stands there twice."""


@dataclass(frozen=True, slots=True, order=True)
class DayOff:
    """A day on which nobody works, and what it is called."""

    day: date
    name: str = ""


def shifts_of(weekday: int, text: str) -> tuple[Shift, ...]:
    """The shifts of a weekday, the earliest first; an empty text is a day without.

    Raises:
        NotHours, EndsFirst or Overlap.
    """
    parts = [part for part in re.split(r"[,;\n]", text) if part.strip()]
    if len(parts) > SHIFTS_MAX:
        raise NotHours(text)
    found = sorted(_shift(weekday, part) for part in parts)
    for one, other in pairwise(found):
        if other.opens < one.closes:
            raise Overlap(one, other)
    return tuple(found)


def _shift(weekday: int, part: str) -> Shift:
    matched = _SHIFT.fullmatch(part)
    if matched is None:
        raise NotHours(part.strip())
    hours = [int(figure or 0) for figure in matched.groups()]
    opens, closes = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
    if max(hours[1], hours[3]) > 59 or max(opens, closes) > DAY_MINUTES:
        raise NotHours(part.strip())
    if closes <= opens:
        raise EndsFirst(part.strip())
    return Shift(weekday, opens, closes)


def minute_of(text: str) -> int:
    """A time of day in minutes since midnight; raises NotHours."""
    matched = re.fullmatch(_HOUR, text.strip())
    if matched is None or int(matched[1]) > 23 or int(matched[2] or 0) > 59:
        raise NotHours(text)
    return int(matched[1]) * 60 + int(matched[2] or 0)


def days_off_of(text: str) -> tuple[DayOff, ...]:
    """The days off, one a line, the earliest first.

    Raises:
        NotADay or TwiceOff.
    """
    found: dict[date, DayOff] = {}
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > DAYS_OFF_MAX:
        raise NotADay(lines[DAYS_OFF_MAX])
    for line in lines:
        off = _day_off(line)
        if off.day in found:
            raise TwiceOff(line)
        found[off.day] = off
    return tuple(sorted(found.values()))


def _day_off(line: str) -> DayOff:
    matched = _DAY.fullmatch(line)
    if matched is None:
        raise NotADay(line)
    year, month, day, day_first, month_second, year_last, name = matched.groups()
    try:
        found = date(int(year or year_last), int(month or month_second), int(day or day_first))
    except ValueError:
        raise NotADay(line) from None
    name = " ".join((name or "").split())
    if len(name) > NAME_MAX_CHARS:
        raise NotADay(line)
    return DayOff(found, name)


def as_typed(shifts: Sequence[Shift]) -> str:
    """Shifts of one day as they are typed: "09:00–12:00, 13:00–18:00"."""
    return ", ".join(f"{_clock(shift.opens)}–{_clock(shift.closes)}" for shift in sorted(shifts))


def days_as_typed(days: Sequence[DayOff]) -> str:
    """Days off as they are typed, one a line."""
    return "\n".join(f"{off.day.isoformat()} {off.name}".strip() for off in sorted(days))


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
