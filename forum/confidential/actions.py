"""Asking for private details, writing and erasing them, opening them, going on elsewhere.

What they say is kept in one column of one row, without a history, and copied nowhere: the index,
mails, events and the log only learn that something was written.
"""

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.confidential import policy
from forum.confidential.events import (
    PrivateDetailsAsked,
    PrivateDetailsRead,
    PrivateDetailsWritten,
    PrivateTicketNamed,
)
from forum.confidential.models import PrivateDetails, PrivateReading
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotAllowed, NotFound, Refused
from forum.core.events import publish
from forum.threads.actions.history import note_event
from forum.threads.models import Thread, ThreadEventKind
from forum.threads.queries import ensure_visible


@transactional
def ask_for_details(actor: User, thread_id: int) -> Thread:
    """Ask the asker for what others should not see; asking again reminds them.

    Raises:
        NotFound: no such thread, or no such box, for this person. NotAllowed: they may not ask.
        Refused: the thread is not shown any more.
    """
    thread = _known(actor, thread_id)
    if policy.is_asker(actor, thread):
        raise NotAllowed()
    _refuse_if_gone(thread)
    row = _row(thread)
    row.asked_at, row.asked_by_id = clock.now(), actor.id
    thread.private_at = thread.private_at or row.asked_at
    db.session.flush()
    publish(PrivateDetailsAsked(thread.id, actor.id))
    return thread


@transactional
def write_details(actor: User, thread_id: int, text: str) -> Thread:
    """Put these words into the box, in the place of what stood there; raises as above."""
    thread = _own(actor, thread_id)
    _refuse_if_gone(thread)
    row = _row(thread)
    row.text, row.written_at = text, clock.now()
    thread.private_at = thread.private_at or row.written_at
    db.session.flush()
    publish(PrivateDetailsWritten(thread.id, actor.id))
    return thread


@transactional
def erase_details(actor: User, thread_id: int) -> Thread:
    """Nothing of it is kept, not even the question for it, also where the thread is gone."""
    thread = _own(actor, thread_id)
    row = db.session.get(PrivateDetails, thread.id, populate_existing=True)
    if row is not None and row.written_at is not None:
        row.text, row.written_at, row.asked_at, row.asked_by_id = "", None, None, None
        thread.private_at = row.handed_at
        db.session.flush()
        publish(PrivateDetailsWritten(thread.id, actor.id, removed=True))
    return thread


@transactional
def open_box(actor: User, thread_id: int) -> Thread:
    """Somebody of the team reads it, which is written down; raises as above."""
    thread = _known(actor, thread_id)
    if not policy.is_asker(actor, thread):
        row = db.session.get(PrivateDetails, thread.id, populate_existing=True)
        if row is None or row.written_at is None:
            raise Refused(_("There is nothing in it yet."))
        db.session.add(PrivateReading(thread_id=thread.id, reader_id=actor.id, read_at=clock.now()))
        db.session.flush()
        publish(PrivateDetailsRead(thread.id, actor.id))
    return thread


@transactional
def name_ticket(actor: User, thread_id: int, url: str, note: str = "") -> Thread:
    """The team goes on in a private ticket; an empty address takes that back. Raises as above."""
    thread = _known(actor, thread_id)
    if policy.is_asker(actor, thread):
        raise NotAllowed()
    _refuse_if_gone(thread)
    row, moment = _row(thread), clock.now()
    if (row.ticket_url, row.ticket_note) == (url, note):
        return thread
    first = url and not row.handed_at
    row.ticket_url, row.ticket_note = url, note
    row.handed_at = (row.handed_at or moment) if url else None
    thread.private_at = thread.private_at or row.handed_at
    if first:
        note_event(thread, ThreadEventKind.PRIVATE_TICKET, actor.id, moment)
    db.session.flush()
    publish(PrivateTicketNamed(thread.id, actor.id, url))
    return thread


def _known(actor: User, thread_id: int) -> Thread:
    thread = locked(Thread, thread_id)
    ensure_visible(actor, thread)
    if not policy.can_know(actor, thread):
        raise NotFound()
    return thread


def _own(actor: User, thread_id: int) -> Thread:
    thread = _known(actor, thread_id)
    if not policy.is_asker(actor, thread):
        raise NotAllowed()
    return thread


def _refuse_if_gone(thread: Thread) -> None:
    if thread.is_gone:
        raise Refused(_("This thread is not shown any more, so nothing can be added to it."))


def _row(thread: Thread) -> PrivateDetails:
    row = db.session.get(PrivateDetails, thread.id, populate_existing=True)
    if row is None:
        row = PrivateDetails(thread_id=thread.id, text="", ticket_url="", ticket_note="")
        db.session.add(row)
    return row
