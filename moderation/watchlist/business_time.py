"""Business time on the desk: in the hours of the team that answers where no category says else."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from moderation.teams import business_time
from moderation.teams.catalogue import main_calendar
from moderation.teams.promises import DEFAULT

WORKING_DAY = DEFAULT.calendar.day


def zone() -> ZoneInfo:
    """Where the team works."""
    return main_calendar().info


def today(moment: datetime) -> date:
    """The day it is where the team works."""
    return moment.astimezone(zone()).date()


def end_of_day(moment: datetime) -> datetime:
    """Midnight after ``moment`` where the team works, in UTC: until then it is "today"."""
    return business_time.end_of_day(main_calendar(), moment)


def add(start: datetime, amount: timedelta) -> datetime:
    """The moment at which ``amount`` of business time has passed since ``start``, in UTC."""
    return business_time.add(main_calendar(), start, amount)
