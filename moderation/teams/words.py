"""Working hours and lengths of business time in words, in the language of the request."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from babel.dates import get_day_names, get_timezone_location
from flask_babel import format_date, format_time
from flask_babel import gettext as _

from forum.core.i18n import language
from forum.threads.models import Severity
from moderation.teams.business_time import DAY_MINUTES, MINUTE, Calendar, Shift
from moderation.teams.lengths import Length

_MIDNIGHT = datetime(2001, 1, 1, tzinfo=UTC)  # a Monday
WEEKDAYS = range(7)


def day_names() -> list[str]:
    """Monday to Sunday."""
    names = get_day_names("wide", "stand-alone", language())
    return [names[weekday] for weekday in WEEKDAYS]


def severity_name(severity: Severity) -> str:
    """How bad it is, in one word."""
    words: dict[Severity, str] = {
        Severity.BLOCKING: _("Blocking"),
        Severity.CRITICAL: _("Critical"),
        Severity.MAJOR: _("Major"),
        Severity.MINOR: _("Minor"),
        Severity.TRIVIAL: _("Trivial"),
    }
    return words[severity]


def hours_text(calendar: Calendar) -> str:
    """When somebody works: "Monday – Friday 9:00–18:00, Saturday 10:00–14:00"."""
    if all(calendar.on(weekday) == (Shift(weekday, 0, DAY_MINUTES),) for weekday in WEEKDAYS):
        return str(_("around the clock"))
    names = day_names()
    parts = []
    for hours, run in groupby(WEEKDAYS, lambda weekday: _hours(calendar.on(weekday))):
        days = list(run)
        if hours:
            last = f" – {names[days[-1]]}" if len(days) > 1 else ""
            parts.append(f"{names[days[0]]}{last} {hours}")
    return ", ".join(parts)


def zone_name(zone: str) -> str:
    """The city a zone is named for."""
    return str(get_timezone_location(zone, locale=language(), return_city=True))


def next_days_off(calendar: Calendar, today: date, within: timedelta) -> str:
    """The holidays to come in this time, in one line; empty without any."""
    days = sorted(day for day in calendar.holidays if today <= day <= today + within)
    return ", ".join(format_date(day, "d MMMM") for day in days)


def length_text(length: Length) -> str:
    """A length as it is typed and shown: "1 d", "8 h", "1 h 30 min"."""
    hours, minutes = divmod(length.minutes, 60)
    parts = []
    if length.days:
        parts.append(_("%(days)s d", days=length.days))
    if hours:
        parts.append(_("%(hours)s h", hours=hours))
    if minutes or not parts:
        parts.append(_("%(minutes)s min", minutes=minutes))
    return " ".join(map(str, parts))


def clock_text(minute: int) -> str:
    """A time of day as its field takes it: "09:00"; the end of the day is "24:00"."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _hours(shifts: Sequence[Shift]) -> str:
    return ", ".join(f"{_time(shift.opens)}–{_time(shift.closes)}" for shift in shifts)


def _time(minute: int) -> str:
    if minute == DAY_MINUTES:
        return clock_text(minute)
    return str(format_time(_MIDNIGHT + minute * MINUTE, "H:mm", rebase=False))
