"""When people of the demo ask: an answer given at night would take no time of a team's day."""

from datetime import datetime, timedelta

from moderation.teams.business_time import Calendar, working_intervals

YOUNG = timedelta(days=7)  # what the desk works on now stays where it was put
ASKED_BY = 0.7  # of a day: what is asked later is answered in the evening
DAYS_OFF_MAX = 14
ONE_DAY = timedelta(days=1)


def in_hours(calendar: Calendar, moment: datetime, now: datetime) -> datetime:
    """The same moment, moved into the working day it falls on, or the last one before.

    Times of one day keep their order; those of days off come after the day they move to.
    """
    local = moment.astimezone(calendar.info)
    if now - moment < YOUNG:
        return moment
    passed = (local.hour * 60 + local.minute) / (24 * 60)
    for back in range(DAYS_OFF_MAX):
        shifts = working_intervals(calendar, local.date() - back * ONE_DAY)
        if shifts:
            share = ASKED_BY * passed if not back else 1 - (1 - ASKED_BY) / (back + passed + 1)
            opens, closes = shifts[0]
            return opens + share * (closes - opens)
    return moment
