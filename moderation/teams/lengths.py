"""Lengths of business time as people type them: "8 h", "1 day", "1 h 30". Pure."""

import re
from dataclasses import dataclass
from datetime import timedelta

DAYS_MAX, MINUTES_MAX = 365, 60 * 24 * 31
_PART = re.compile(r"([0-9]{1,6})\s*([^\W\d_]*)\.?\s*")
_UNITS = {
    **dict.fromkeys(("d", "day", "days", "д", "дн", "день", "дня", "дней"), "d"),
    **dict.fromkeys(("h", "hour", "hours", "hrs", "ч", "час", "часа", "часов"), "h"),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes", "м", "мин", "минут"), "m"),
}


@dataclass(frozen=True, slots=True)
class Length:
    """Business days, as long as the calendar's day is, and minutes."""

    days: int = 0
    minutes: int = 0

    def on(self, day: timedelta) -> timedelta:
        """The same in hours, where one day of business time is as long as ``day``."""
        return self.days * day + timedelta(minutes=self.minutes)

    def __str__(self) -> str:
        hours, minutes = divmod(self.minutes, 60)
        parts = [(self.days, "d"), (hours, "h"), (minutes, "m")]
        return " ".join(f"{number}{unit}" for number, unit in parts if number) or "0m"


def parse(text: str) -> Length:
    """What somebody typed; a bare number after hours means minutes: "1 h 30".

    Raises:
        ValueError: it is no length of time, or longer than a year.
    """
    text = text.strip().lower().removeprefix("+")
    amounts = {"d": 0, "h": 0, "m": 0}
    last, position = "", 0
    while position < len(text):
        found = _PART.match(text, position)
        unit = _unit(found.group(2), last) if found else None
        if found is None or unit is None or unit <= last:
            raise ValueError("no length of time")
        amounts[unit], last, position = int(found.group(1)), unit, found.end()
    length = Length(amounts["d"], amounts["h"] * 60 + amounts["m"])
    if not last or length.days > DAYS_MAX or length.minutes > MINUTES_MAX:
        raise ValueError("no length of time")
    return length


def _unit(word: str, last: str) -> str | None:
    if not word:
        return "m" if last == "h" else None
    return _UNITS.get(word)
