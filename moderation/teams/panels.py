"""Beside the ask form: when somebody of the team will be there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from forum.core import clock
from forum.core.permissions import Actor
from forum.core.slots import Panel, public_panel
from moderation.teams.catalogue import main_calendar
from moderation.teams.words import hours_text, next_days_off, zone_name

TOLD_AHEAD = timedelta(days=7)  # a day off further away delays no answer to what is asked today


@dataclass(frozen=True, slots=True)
class Hours:
    """When the team works, in the reader's words; ``closed_on`` is empty without a day off."""

    hours: str
    zone: str
    closed_on: str


def working_hours(places: Sequence[int], _viewer: Actor) -> dict[int, Panel]:
    """The hours of the team that answers where no category says otherwise."""
    calendar = main_calendar()
    today = clock.now().astimezone(calendar.info).date()
    hours = Hours(
        hours_text(calendar),
        zone_name(calendar.zone),
        next_days_off(calendar, today, TOLD_AHEAD),
    )
    return {place: Panel("moderation/teams/hours.html", hours) for place in places}


public_panel("ask.expect", working_hours)
