"""When an asker falls silent, and what brings a thread back from it."""

from datetime import datetime

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotAllowed, Refused
from forum.core.events import publish
from forum.threads import policy
from forum.threads.actions.history import note_event
from forum.threads.counters import settle_status
from forum.threads.events import ThreadReopened, ThreadRested, ThreadResumed
from forum.threads.models import Thread, ThreadEventKind, ThreadStatus
from forum.threads.queries import ensure_visible

MAY_REST = frozenset({ThreadStatus.ANSWERED, ThreadStatus.NEEDS_INFO})
WORD_MAX_CHARS = 200


@transactional
def rest(thread_id: int, at: datetime | None = None) -> Thread:
    """Nobody waits for this asker any more; a thread that is settled or rests stays as it is."""
    thread = locked(Thread, thread_id)
    if thread.silent_at is None and thread.status in MAY_REST and not thread.is_gone:
        moment = at or clock.now()
        thread.silent_at = moment
        note_event(thread, ThreadEventKind.SILENT, None, moment)
        db.session.flush()
        publish(ThreadRested(thread.id, thread.status is ThreadStatus.NEEDS_INFO))
    return thread


@transactional
def resume(actor_id: int, thread_id: int, at: datetime | None = None) -> Thread:
    """Somebody who has the problem wrote: the details are there, and the team waits for no more."""
    thread = locked(Thread, thread_id)
    if thread.silent_at is None and thread.needs_info_at is None:
        return thread
    moment = at or clock.now()
    thread.silent_at = thread.needs_info_at = None
    settle_status(thread)
    note_event(thread, ThreadEventKind.RESUMED, actor_id, moment)
    db.session.flush()
    publish(ThreadResumed(thread.id, actor_id))
    return thread


@transactional
def say_not_yet(asker: User, thread_id: int, word: str = "") -> Thread:
    """The answers did not help so far: it is open again, though nobody called it solved.

    Raises:
        NotFound: no such thread for this person. NotAllowed: it is somebody else's.
        Refused: it is locked, solved, or linked to another one.
    """
    moment = clock.now()
    thread = locked(Thread, thread_id)
    ensure_visible(asker, thread)
    if not policy.owns(asker, thread.author_id):
        raise NotAllowed()
    if thread.status is not ThreadStatus.ANSWERED or not policy.can_reopen(asker, thread):
        raise Refused(_("Something else happened here meanwhile."), _("Look at the thread itself."))
    thread.silent_at = None
    thread.last_activity_at = max(thread.last_activity_at, moment)
    note_event(thread, ThreadEventKind.REOPENED, asker.id, moment, word[:WORD_MAX_CHARS])
    db.session.flush()
    publish(ThreadReopened(thread.id, asker.id, word))
    return thread
