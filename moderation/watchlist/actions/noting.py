"""Internal notes: the team reads them, and whoever of the team is named hears of it."""

from collections.abc import Collection

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, transactional
from forum.core.events import publish
from forum.threads.mentions import render
from moderation.watchlist.actions.claiming import keep_at_work, workable
from moderation.watchlist.events import NoteWritten
from moderation.watchlist.models import Note


def add_note(actor: User, thread_id: int, source: str) -> Note:
    """Write an internal note, which keeps one's claim. Raises NotFound."""
    html, mentioned = render(source, team_only=True)
    return _add_note(actor, thread_id, source, html, mentioned)


@transactional
def _add_note(
    actor: User, thread_id: int, source: str, html: str, mentioned: Collection[int]
) -> Note:
    thread = workable(actor, thread_id)
    return write_note(actor, thread.id, source, html, mentioned)


def write_note(
    actor: User, thread_id: int, source: str, html: str, mentioned: Collection[int]
) -> Note:
    """Keep a note on a thread that the caller holds locked, and tell ``mentioned`` of it."""
    note = Note(
        thread_id=thread_id, author_id=actor.id, source=source, html=html, created_at=clock.now()
    )
    db.session.add(note)
    db.session.flush()
    keep_at_work(actor, thread_id)
    publish(NoteWritten(thread_id, note.id, actor.id, tuple(mentioned)))
    return note
