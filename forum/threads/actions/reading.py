"""How far somebody has read."""

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import locked, transactional
from forum.threads.actions.posting import remember_read
from forum.threads.models import Thread
from forum.threads.queries import ensure_visible


@transactional
def mark_read(reader: User, thread_id: int) -> None:
    """Everything in the thread up to now was seen. Raises NotFound."""
    thread = locked(Thread, thread_id)
    ensure_visible(reader, thread)
    remember_read(reader, thread, clock.now())


@transactional
def mark_all_read(reader: User) -> None:
    """Nothing written before this moment is unread any more."""
    locked(User, reader.id).read_all_before = clock.now()
