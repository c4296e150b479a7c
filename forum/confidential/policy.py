"""Who may see and fill the private box of a thread. Pure."""

from datetime import datetime, timedelta

from forum.core.permissions import Actor, Permission
from forum.threads.models import Thread
from forum.threads.policy import owns

OPEN_FOR = timedelta(minutes=30)  # after somebody of the team opened it; then it is asked again


def is_asker(actor: Actor, thread: Thread) -> bool:
    """Whether it is the actor's own question."""
    return owns(actor, thread.author_id)


def can_know(actor: Actor, thread: Thread) -> bool:
    """Whether there is a box at all, for this person: the asker, and the team."""
    return is_asker(actor, thread) or actor.can(Permission.CURATE)


def is_open_to(read_at: datetime | None, now: datetime) -> bool:
    """Whether an earlier opening still counts."""
    return read_at is not None and now - read_at <= OPEN_FOR
