"""Figures in words, in the language of the request."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from forum.threads.models import Severity
from moderation.measures.models import By
from moderation.measures.policy import MEDIAN_FROM, P90_FROM, SHARE_FROM
from moderation.measures.queries import Tally, Times
from moderation.measures.spans import PRESETS, Span
from moderation.measures.views import SplitBy
from moderation.teams.words import severity_name

NONE = "–"
HOUR = 60  # minutes
HOURS_ALONE = 10 * HOUR  # from here on minutes say nothing


def minutes_text(minutes: int | None) -> str:
    """Business time in hours and minutes; a dash where there is none."""
    if minutes is None:
        return NONE
    if minutes < HOUR:
        return str(_("%(minutes)s min", minutes=minutes))
    if minutes >= HOURS_ALONE or minutes % HOUR == 0:
        return str(_("%(hours)s h", hours=round(minutes / HOUR)))
    return str(_("%(hours)s h %(minutes)s min", hours=minutes // HOUR, minutes=minutes % HOUR))


def median_text(times: Times) -> str:
    """The half-way time, or a dash where there are too few."""
    return minutes_text(times.median if times.number >= MEDIAN_FROM else None)


def p90_text(times: Times) -> str:
    """The time in which nine of ten were done, or a dash where there are too few."""
    return minutes_text(times.p90 if times.number >= P90_FROM else None)


def too_few(times: Times) -> str:
    """What keeps a figure from being told, or nothing."""
    if times.number >= P90_FROM:
        return ""
    if times.number >= MEDIAN_FROM:
        text = ngettext(
            "%(num)s question: too few for nine of ten",
            "%(num)s questions: too few for nine of ten",
            times.number,
        )
    else:
        text = ngettext(
            "%(num)s question: too few for a figure",
            "%(num)s questions: too few for a figure",
            times.number,
        )
    return str(text)


def share_text(part: int, whole: int) -> str:
    """Per cent; of very few, and of none, a dash."""
    return f"{round(100 * part / whole)} %" if whole >= SHARE_FROM else NONE


def presets(url_of: Callable[[int], str], chosen: int | None) -> list[tuple[str, str, bool]]:
    """The ready spans: their words, where they lead, and whether it is the one that is shown."""
    return [(_("%(days)s days", days=days), url_of(days), days == chosen) for days in PRESETS]


def by_name(by: By) -> str:
    """Who answered, as one of several."""
    words: dict[By, str] = {
        By.STAFF: _("The team"),
        By.AMBASSADOR: _("Ambassadors"),
        By.MEMBER: _("Members"),
    }
    return words[by]


def split_name(split_by: SplitBy) -> str:
    """What the rows of the table are."""
    words: dict[SplitBy, str] = {
        SplitBy.CATEGORY: _("Category"),
        SplitBy.TEAM: _("Team"),
        SplitBy.SEVERITY: _("Severity"),
    }
    return words[split_by]


def split_title(split_by: SplitBy) -> str:
    """What stands above the table."""
    words: dict[SplitBy, str] = {
        SplitBy.CATEGORY: _("By category"),
        SplitBy.TEAM: _("By team"),
        SplitBy.SEVERITY: _("By severity"),
    }
    return words[split_by]


def step_name(step: Span) -> str:
    """The first day of a part of a chart."""
    return str(format_date(step.first, "d MMM"))


def span_text(span: Span) -> str:
    """From which day to which."""
    first, last = day_text(span.first), day_text(span.last)
    return first if span.first == span.last else f"{first} – {last}"


def day_text(day: date) -> str:
    """A day with its year."""
    return str(format_date(day, "d MMM y"))


def severity_text(value: Any) -> str:
    """How bad it is, by the value that stands in an address."""
    return severity_name(Severity(value))


def change(now: int | None, before: int | None) -> str:
    """How much more or less it is than before, in per cent; nothing where that says nothing."""
    if not now or not before:
        return ""
    percent = round(100 * (now - before) / before)
    if percent == 0:
        return str(_("as before"))
    if percent > 0:
        return str(_("%(percent)s %% more than before", percent=percent))
    return str(_("%(percent)s %% less than before", percent=-percent))


def answered_in_all(tally: Tally) -> int:
    """How many got an answer from somebody."""
    return tally.by_staff + tally.by_ambassadors + tally.by_members
