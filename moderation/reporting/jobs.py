"""The report goes out on the first of a month, once to each; safe to run twice."""

from forum.core import clock, jobs
from forum.core.db import db
from moderation.reporting.mails import letter, put, still_to_send
from moderation.reporting.months import month_of
from moderation.watchlist import business_time

LATEST_DAY = 3  # a site that was away on the first sends it then; later it is no news


@jobs.sweep
def send_the_month() -> None:
    """To whoever has not got it yet."""
    today = business_time.today(clock.now())
    if today.day > LATEST_DAY:
        return
    month = month_of(today).before
    written = [letter(reader, month) for reader in still_to_send(month)]
    db.session.rollback()
    mails = [mail for mail in written if mail is not None]
    if mails:
        put(mails)
