"""Everything admins do with teams, calendars and policies."""

from moderation.teams.actions.calendars import (
    CalendarText,
    change_calendar,
    make_calendar,
    retire_calendar,
)
from moderation.teams.actions.policies import (
    PolicyText,
    change_policy,
    make_policy,
    withdraw_policy,
)
from moderation.teams.actions.teams import TeamText, change_team, make_team, retire_team

__all__ = [
    "CalendarText",
    "PolicyText",
    "TeamText",
    "change_calendar",
    "change_policy",
    "change_team",
    "make_calendar",
    "make_policy",
    "make_team",
    "retire_calendar",
    "retire_team",
    "withdraw_policy",
]
