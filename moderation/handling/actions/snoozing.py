"""Letting a thread rest until a time or the next reply, whichever comes first."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import Refused
from forum.core.events import publish
from moderation.handling import policy
from moderation.handling.actions.assigning import workable
from moderation.handling.events import SnoozeEnded, ThreadSnoozed
from moderation.handling.models import Snooze, SnoozeEnd


@transactional
def snooze(actor: User, thread_id: int, until: datetime) -> Snooze:
    """Take a thread out of what is to be done next. Its clocks run on.

    Raises:
        NotFound: no such thread, or no desk, for this person.
        Refused: the time is past, or months away.
    """
    thread = workable(actor, thread_id)
    now = clock.now()
    if not policy.can_rest_until(until, now):
        if until <= now:
            raise Refused(
                _("This time is past, so there is nothing to wait for."),
                _("Choose a time to come."),
            )
        most = policy.SNOOZE_MAX.days
        raise Refused(
            _("A question can rest for %(days)s days at most.", days=most),
            _("Choose an earlier time."),
        )
    resting = open_snooze(thread.id)
    if resting is not None:
        resting.ended_at, resting.end, resting.ended_by_id = now, SnoozeEnd.WOKEN, actor.id
        db.session.flush()
    row = Snooze(thread_id=thread.id, by_id=actor.id, until=until, created_at=now)
    db.session.add(row)
    db.session.flush()
    publish(ThreadSnoozed(thread.id, row.id, actor.id))
    return row


@transactional
def wake(actor: User, thread_id: int) -> None:
    """Bring a thread back before its time; where none rests, nothing changes."""
    resting = open_snooze(workable(actor, thread_id).id)
    if resting is not None:
        _end(resting, SnoozeEnd.WOKEN, actor.id)


@transactional
def end_snooze(snooze_id: int, end: SnoozeEnd, actor_id: int | None = None) -> bool:
    """The time came, a reply did, or the thread went elsewhere. Safe to repeat."""
    resting = locked(Snooze, snooze_id)
    if resting.ended_at is not None:
        return False
    _end(resting, end, actor_id)
    return True


def open_snooze(thread_id: int) -> Snooze | None:
    """Until when the thread rests, locked."""
    return db.session.scalar(
        select(Snooze)
        .where(Snooze.thread_id == thread_id, Snooze.ended_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _end(resting: Snooze, end: SnoozeEnd, actor_id: int | None) -> None:
    resting.ended_at, resting.end, resting.ended_by_id = clock.now(), end, actor_id
    db.session.flush()
    publish(SnoozeEnded(resting.thread_id, resting.id, end, actor_id))
