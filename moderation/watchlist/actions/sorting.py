"""Correcting what the asker chose: how bad it is, what kind of thing, and where it belongs."""

from dataclasses import dataclass

from forum.accounts.models import User
from forum.core.db import transactional
from forum.threads import actions as threads
from forum.threads.models import Severity, ThreadType
from moderation.watchlist.actions.claiming import keep_at_work, workable


@dataclass(frozen=True, slots=True)
class Sorting:
    """Where a thread belongs, and why that is not where it was."""

    severity: Severity
    type: ThreadType
    category_id: int
    reason: str


@transactional
def sort(actor: User, thread_id: int, to: Sorting) -> None:
    """Change what differs, all at once; the clock follows.

    Raises:
        NotFound: no such thread, or no desk, for this person.
        Refused: the thread is gone, or the category is not there.
    """
    thread = workable(actor, thread_id)
    threads.set_severity(actor, thread.id, to.severity, to.reason)
    threads.set_type(actor, thread.id, to.type, to.reason)
    threads.move(actor, thread.id, to.category_id, to.reason)
    keep_at_work(actor, thread.id)
