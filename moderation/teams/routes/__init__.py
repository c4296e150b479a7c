"""The admin pages of teams, calendars and policies, all on the desk's blueprint."""

from moderation.teams.routes import calendars, policies, teams

__all__ = ["calendars", "policies", "teams"]
