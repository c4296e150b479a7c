"""How long silence may last before something happens. Pure: all the numbers stand here."""

from collections.abc import Collection
from datetime import datetime, timedelta

from forum.threads.models import Thread, ThreadStatus

# an answer came, and the asker says nothing
ASK_AFTER = timedelta(days=2)
NOT_ASKED_AFTER = timedelta(days=14)  # older answers are history: imported, or the site was down
REST_AFTER = timedelta(days=7)  # after "did it help?" was asked
LINK_LASTS = timedelta(days=30)

# details are missing, and the asker says nothing
REMIND_AFTER = (timedelta(days=2), timedelta(days=5))
CLOSE_AFTER = timedelta(days=10)


def waits_for_asker(thread: Thread) -> bool:
    """Whether it has answers of which only its asker can say that they helped."""
    return (
        thread.status is ThreadStatus.ANSWERED
        and thread.wants_answer
        and not thread.is_gone
        and thread.locked_at is None
        and thread.silent_at is None
        and thread.known_issue is None
    )


def is_time_to_ask(now: datetime, answered_at: datetime) -> bool:
    """Whether an answer to which nothing was said was there long enough, but not for ages."""
    return ASK_AFTER <= now - answered_at <= NOT_ASKED_AFTER


def link_holds(now: datetime, asked_at: datetime) -> bool:
    """Whether the page behind the mail still takes a word."""
    return now - asked_at <= LINK_LASTS


def reminder_due(now: datetime, requested_at: datetime, sent: Collection[int]) -> int | None:
    """The number of the reminder to send now; one that was missed is not sent late."""
    waited = now - requested_at
    due = sum(waited >= after for after in REMIND_AFTER)
    return due if due > max(sent, default=0) else None


def is_time_to_close(now: datetime, requested_at: datetime, reminded_at: datetime | None) -> bool:
    """Whether every reminder was given its time, also when the last one went out late."""
    if reminded_at is None or now - requested_at < CLOSE_AFTER:
        return False
    return now - reminded_at >= CLOSE_AFTER - REMIND_AFTER[-1]
