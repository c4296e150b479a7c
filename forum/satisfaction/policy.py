"""Who is asked how it went, when, and for how long a word can be changed. Pure."""

from datetime import datetime, timedelta

ONCE_IN = timedelta(days=30)  # however many of their questions were solved
NOT_ASKED_AFTER = timedelta(days=14)  # older solutions are history: imported, or the site was down
CHANGES_FOR = timedelta(days=7)
LINK_LASTS = timedelta(days=30)
BAD, FAIR, GOOD = 1, 2, 3
SCORES = (GOOD, FAIR, BAD)


def link_holds(now: datetime, asked_at: datetime) -> bool:
    """Whether the page behind the mail is still there."""
    return now - asked_at <= LINK_LASTS


def can_say(now: datetime, asked_at: datetime, answered_at: datetime | None) -> bool:
    """Whether a word, or another one, still counts."""
    if answered_at is None:
        return link_holds(now, asked_at)
    return now - answered_at <= CHANGES_FOR
