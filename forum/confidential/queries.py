"""Reading the private box: every way to its text goes through here."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from forum.confidential import policy
from forum.confidential.models import PrivateDetails, PrivateReading
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.permissions import Actor
from forum.threads.models import Thread
from forum.threads.queries import ensure_visible


@dataclass(frozen=True, slots=True)
class Box:
    """What one person sees of a thread's box; ``text`` is empty where it was not opened."""

    thread: Thread
    text: str
    written_at: datetime | None
    asked_at: datetime | None
    ticket_url: str
    ticket_note: str
    is_mine: bool
    is_open: bool

    @property
    def is_written(self) -> bool:
        """Whether there is anything to read."""
        return self.written_at is not None


def private_box(thread_id: int, viewer: Actor, now: datetime) -> Box:
    """The box of a thread; one that became part of another keeps its own, for its own asker.

    Raises:
        NotFound: no such thread for the viewer, or it is not for them to know of its box.
    """
    thread = db.session.get(Thread, thread_id)
    if thread is None or not policy.can_know(viewer, thread):
        raise NotFound()
    ensure_visible(viewer, thread)
    mine = policy.is_asker(viewer, thread)
    is_open = mine or policy.is_open_to(_read_at(thread.id, viewer.id or 0), now)
    row = db.session.get(PrivateDetails, thread.id, populate_existing=True)
    if row is None:
        return Box(thread, "", None, None, "", "", mine, is_open)
    return Box(
        thread,
        row.text if is_open else "",
        row.written_at,
        row.asked_at,
        row.ticket_url,
        row.ticket_note,
        mine,
        is_open,
    )


def _read_at(thread_id: int, reader_id: int) -> datetime | None:
    return db.session.scalar(
        select(func.max(PrivateReading.read_at)).where(
            PrivateReading.thread_id == thread_id, PrivateReading.reader_id == reader_id
        )
    )
