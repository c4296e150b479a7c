"""A month as the report's address and heading have it. Pure."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from moderation.measures.spans import DAY, Span

FIRST_YEAR = 2000
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One month; as text "2026-03"."""

    year: int
    number: int

    def __str__(self) -> str:
        """As it stands in an address."""
        return f"{self.year}-{self.number:02}"

    @property
    def span(self) -> Span:
        """Its days, the first and the last included."""
        last = monthrange(self.year, self.number)[1]
        return Span(date(self.year, self.number, 1), date(self.year, self.number, last))

    @property
    def before(self) -> "Month":
        """The month before it."""
        return month_of(self.span.first - DAY)

    @property
    def after(self) -> "Month":
        """The month after it."""
        return month_of(self.span.last + DAY)

    def back(self, months: int) -> "Month":
        """So many months earlier."""
        found = self
        for _step in range(months):
            found = found.before
        return found


def month_of(day: date) -> Month:
    """The month of a day."""
    return Month(day.year, day.month)


def month_from(text: str, today: date) -> Month:
    """The month an address asks for; what means none, or lies ahead, is the last whole one."""
    found = _MONTH.fullmatch(text)
    if found is not None:
        year, number = int(found.group(1)), int(found.group(2))
        if year >= FIRST_YEAR and 1 <= number <= 12 and Month(year, number) <= month_of(today):
            return Month(year, number)
    return month_of(today).before
