"""Asking many for details with the same text, filled in for each; and asking nobody after all.

Whoever is asked hears of it when the time to take it back is over, so that taking it back is true.
"""

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.core.errors import Refused
from forum.notifications.actions import told_later
from forum.threads import actions as threads
from forum.threads.models import Thread, ThreadStatus
from moderation.audit.log import record
from moderation.bulk.models import BulkItem
from moderation.bulk.policy import UNDO_WITHIN
from moderation.replies.actions import count_uses, uncount_uses
from moderation.replies.queries import filled, filled_in
from moderation.watchlist.actions.answering import ON_THE_WAY
from moderation.watchlist.actions.claiming import held_claim
from moderation.watchlist.policy import keeps_out


def ask(actor: User, thread: Thread, details: str, reply_id: int) -> int:
    """Ask the asker of a thread for details; returns the id of the post that does.

    Args:
        details: the text, with placeholders.
        reply_id: the canned reply that is sent instead, in the language of the question; or 0.

    Raises:
        Refused: it is settled, locked or at rest; details are missing already; a colleague is on
            it; or its asker is not here any more.
    """
    _ensure_askable(actor, thread)
    text = filled_in(details, thread.id, actor) if not reply_id else _reply(reply_id, thread, actor)
    with told_later(UNDO_WITHIN + ON_THE_WAY):
        post = threads.request_info(actor, thread.id, text)
    if reply_id:
        count_uses(actor, thread.id, post.id, [reply_id])
    return post.id


def take_back(actor: User, thread: Thread, item: BulkItem) -> bool:
    """Ask nobody after all; False where something came between."""
    if not threads.take_request_back(actor, thread.id, item.after):
        return False
    uncount_uses(item.after)
    record(actor.id, "take-request-back", "thread", thread.id)
    return True


def _ensure_askable(actor: User, thread: Thread) -> None:
    if thread.status is ThreadStatus.NEEDS_INFO:
        raise Refused(_("Details were asked for already."))
    if thread.silent_at is not None:
        raise Refused(_("Its asker says no more, and it has left the desk."))
    if thread.locked_at is not None:
        raise Refused(_("It is locked."))
    held = held_claim(thread.id)
    if held is not None and keeps_out(actor, held, clock.now()):
        holder = db.session.get_one(User, held.user_id)
        raise Refused(_("%(name)s is on it.", name=holder.name))
    asker = db.session.get_one(User, thread.author_id)
    if asker.deleted_at is not None or not asker.active:
        raise Refused(_("Its asker is not here any more."))
    if asker.id == actor.id:
        raise Refused(_("You asked it yourself."))


def _reply(reply_id: int, thread: Thread, actor: User) -> str:
    reply = filled(reply_id, thread.id, actor)
    if reply is None:
        raise Refused(_("This canned reply is not offered any more."))
    return reply.text
