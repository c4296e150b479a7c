"""How far somebody has read."""

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.threads.models import Thread, ThreadRead
from forum.threads.queries import ensure_visible


@transactional
def mark_read(reader: User, thread_id: int) -> None:
    """Everything in the thread up to now was seen. Raises NotFound."""
    thread = locked(Thread, thread_id)
    ensure_visible(reader, thread)
    known = db.session.get(ThreadRead, (reader.id, thread.id), populate_existing=True)
    if known is None:
        known = ThreadRead(user_id=reader.id, thread_id=thread.id)
        db.session.add(known)
    known.position, known.read_at = thread.last_position, clock.now()


@transactional
def mark_all_read(reader: User) -> None:
    """Nothing written before this moment is unread any more."""
    locked(User, reader.id).read_all_before = clock.now()
