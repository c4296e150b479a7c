"""How many at once, and how long it can be taken back. Pure."""

from datetime import datetime, timedelta

from moderation.bulk.models import BulkAct

THREADS_MAX = 100  # four pages of a queue: more than that nobody looked at
UNDO_WITHIN = timedelta(minutes=10)  # long enough to see the slip; then others have gone on


def can_undo(act: BulkAct, now: datetime) -> bool:
    """Whether the act can still be taken back."""
    return act.undone_at is None and now <= act.created_at + UNDO_WITHIN
