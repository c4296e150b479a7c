"""What is worth finding from outside. Pure; ``queries.worth_finding`` says the same in SQL."""

from datetime import datetime, timedelta

from forum.categories.models import Audience
from forum.threads.models import Thread, ThreadStatus

GIVEN_UP_AFTER = timedelta(days=180)  # a question nobody answered for so long helps no reader


def is_worth_finding(thread: Thread, now: datetime) -> bool:
    """Whether search engines should know a thread, loaded with its category.

    Left out is what strangers cannot see, what is only a pointer to where the answer stands, and
    what nobody answered for half a year.
    """
    if thread.is_gone or thread.category.audience is not Audience.PUBLIC:
        return False
    if thread.answer_count:
        return True
    return thread.status is not ThreadStatus.DUPLICATE and thread.created_at > now - GIVEN_UP_AFTER
