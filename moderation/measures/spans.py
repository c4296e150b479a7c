"""From which day to which, what lies before, and the steps of a chart. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
PRESETS = (7, 28, 91, 364)  # days; whole weeks, so that weekends count alike in the span before
PRESET = 28
LONGEST_DAYS = 3_660
DAYS_ONE_BY_ONE = 31  # longer spans are drawn week by week,
WEEKS_ONE_BY_ONE = 27 * 7  # and half a year's by four weeks
LONG_STEPS = 40  # and whatever is longer in no more than so many steps


@dataclass(frozen=True, slots=True)
class Span:
    """Whole days, the first and the last included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it is."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Span":
        """As many days right before it."""
        return Span(self.first - self.days * DAY, self.first - DAY)

    @property
    def step(self) -> int:
        """How many days stand together in a chart."""
        if self.days <= DAYS_ONE_BY_ONE:
            return 1
        if self.days <= WEEKS_ONE_BY_ONE:
            return 7
        months = -(-self.days // (28 * LONG_STEPS))
        return 28 * months

    @property
    def steps(self) -> list["Span"]:
        """The parts of a chart, the oldest first; the last one may be shorter."""
        firsts = range(self.first.toordinal(), self.last.toordinal() + 1, self.step)
        return [
            Span(
                date.fromordinal(first),
                date.fromordinal(min(first + self.step - 1, self.last.toordinal())),
            )
            for first in firsts
        ]


def last_days(today: date, days: int) -> Span:
    """So many days up to today."""
    return Span(today - (days - 1) * DAY, today)


def preset_of(args: Mapping[str, str]) -> int | None:
    """Which of the ready spans an address asks for; None where it names days."""
    if "from" in args or "to" in args:
        return None
    days = args.get("days", "")
    return int(days) if days in {str(preset) for preset in PRESETS} else PRESET


def span_of(args: Mapping[str, str], today: date) -> Span:
    """The span an address asks for; what means nothing is left out.

    Days the wrong way round are turned, what lies ahead ends today, and what is longer than
    ``LONGEST_DAYS`` loses its beginning.
    """
    days = preset_of(args)
    if days is not None:
        return last_days(today, days)
    first, last = _day(args.get("from", "")), _day(args.get("to", ""))
    last = min(last or today, today)
    first = min(first or last - (PRESET - 1) * DAY, today)
    first, last = min(first, last), max(first, last)
    return Span(max(first, last - (LONGEST_DAYS - 1) * DAY), last)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.year >= 2000 else None
