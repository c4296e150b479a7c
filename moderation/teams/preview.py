"""When a question of each severity would be due, before anything is saved."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from flask_babel import format_datetime

from moderation.teams.business_time import MINUTE
from moderation.teams.forms.policies import WORST_FIRST
from moderation.teams.promises import Promise, due
from moderation.teams.words import severity_name


@dataclass(frozen=True, slots=True)
class Row:
    """One severity: until when the community has it to itself, and what is due when."""

    severity: str
    community: str
    first: str
    solution: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The whole table, for a question asked at one moment."""

    asked: str
    rows: list[Row]


def preview(promise: Promise, weekday: int, minute: int, now: datetime) -> Preview:
    """For the next such weekday and time where the team works, today included."""
    zone = promise.calendar.info
    today = now.astimezone(zone).date()
    day = today + timedelta(days=(weekday - today.weekday()) % 7)
    asked = datetime.combine(day, time(0), zone) + minute * MINUTE

    def said(moment: datetime | None) -> str:
        if moment is None:
            return ""
        return str(format_datetime(moment.astimezone(zone), "EEE d MMM, HH:mm", rebase=False))

    rows = []
    for severity in WORST_FIRST:
        found = due(promise, asked, severity)
        rows.append(
            Row(
                severity_name(severity),
                said(found.community_ends_at),
                said(found.first_due_at),
                said(found.resolution_due_at),
            )
        )
    return Preview(str(format_datetime(asked, "EEEE d MMMM, HH:mm", rebase=False)), rows)
