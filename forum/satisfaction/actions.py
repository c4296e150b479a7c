"""Asking how it went, and taking people's word without their signing in."""

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import Refused
from forum.notifications import forgetting
from forum.notifications.actions import happened
from forum.notifications.models import NotificationKind
from forum.satisfaction import policy, tokens
from forum.satisfaction.models import SatisfactionAsk, SatisfactionOptOut
from forum.satisfaction.queries import Asked, asked_with, to_be_asked
from forum.threads import actions as threads
from forum.threads.models import Thread


@transactional
def ask(thread_id: int, user_id: int) -> SatisfactionAsk | None:
    """Ask once how it went; None where this person is not to be asked any more."""
    now = clock.now()
    locked(User, user_id)  # two sweeps at once ask one person one thing
    thread = locked(Thread, thread_id)
    found = [one for one in to_be_asked(now, thread_id) if one.user_id == user_id]
    if not found:
        return None
    row = SatisfactionAsk(
        thread_id=thread.id,
        user_id=user_id,
        is_asker=found[0].is_asker,
        solved_by=found[0].solved_by,
        asked_at=now,
    )
    db.session.add(row)
    db.session.flush()
    happened(
        NotificationKind.SATISFACTION,
        None,
        thread_id=thread.id,
        mentioned_ids=[user_id],
        elsewhere=(thread.title, tokens.path_of(row.id, user_id)),
    )
    return row


@transactional
def say(token: str, score: int, comment: str | None) -> Asked:
    """Take a word; the last one counts. ``None`` leaves the comment as it was.

    Raises:
        NotFound: the link is not one of ours, or leads nowhere any more.
        Refused: the time to change it is over.
    """
    now = clock.now()
    row = locked(SatisfactionAsk, tokens.read(token).ask_id)
    asked = asked_with(token, now)
    if not policy.can_say(now, row.asked_at, row.answered_at):
        raise Refused(
            _("What you said stays as it is by now."), _("Tell us more in the thread itself.")
        )
    row.score, row.changed_at = score, now
    row.answered_at = row.answered_at or now
    if comment is not None:
        row.comment = comment
    forgetting.of_path(tokens.path_of(row.id, row.user_id))
    return asked


@transactional
def open_again(token: str, word: str) -> Asked:
    """The asker's problem is not solved after all.

    Raises:
        NotFound: as ``say``. Refused: it is open already, or not theirs to open.
    """
    named = tokens.read(token)
    asked = asked_with(token, clock.now())
    if not asked.can_open_again:
        raise Refused(_("Something else happened here meanwhile."), _("Look at the thread itself."))
    threads.reopen(db.session.get_one(User, named.user_id), asked.thread.id, word)
    return asked


@transactional
def stop_asking(token: str) -> None:
    """Ask this person nothing any more; raises NotFound as ``say``."""
    asked = asked_with(token, clock.now())
    if not asked.opted_out:
        db.session.add(SatisfactionOptOut(user_id=asked.person.id, since=clock.now()))


@transactional
def ask_again(token: str) -> None:
    """Ask this person once in a while; raises NotFound as ``say``."""
    asked = asked_with(token, clock.now())
    kept = db.session.get(SatisfactionOptOut, asked.person.id)
    if kept is not None:
        db.session.delete(kept)


@transactional
def forget(user_id: int) -> None:
    """Somebody leaves: their words go, and so does what they were asked; the marks stay."""
    for row in db.session.scalars(
        select(SatisfactionAsk).where(SatisfactionAsk.user_id == user_id)
    ):
        if row.answered_at is None:
            db.session.delete(row)
        else:
            row.comment = ""
