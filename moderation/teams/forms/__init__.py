"""What admins type about teams, calendars and policies."""

from moderation.teams.forms.calendars import CalendarForm
from moderation.teams.forms.policies import PolicyForm
from moderation.teams.forms.teams import TeamForm

__all__ = ["CalendarForm", "PolicyForm", "TeamForm"]
