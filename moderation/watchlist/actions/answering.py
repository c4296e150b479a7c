"""Answering from the desk: what came between is said, and a slip can be taken back at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotFound, Refused
from forum.core.events import publish
from forum.notifications.actions import told_later
from forum.threads import actions as threads
from forum.threads.models import MarkKind, Post, PostKind, Thread, ThreadStatus
from forum.threads.queries import get_merged
from moderation.replies.actions import count_uses, uncount_uses
from moderation.watchlist import policy, wording
from moderation.watchlist.actions.claiming import (
    check_works_here,
    held_claim,
    keep_at_work,
    workable,
)
from moderation.watchlist.events import AnswerTakenBack
from moderation.watchlist.policy import TAKE_BACK_WITHIN

ON_THE_WAY = timedelta(seconds=3)  # the press began in time; it is told later still
DRAFT_FIELD = "body"  # the public page's answer form names it so too: one draft serves both


@dataclass(frozen=True, slots=True)
class Seen:
    """What a rep saw of a thread when they began to write."""

    is_mine: bool = False  # they had claimed it
    is_locked: bool = False
    status: str = ""


def answer(
    actor: User,
    thread_id: int,
    source: str,
    official: bool = False,
    submission_key: str = "",
    seen: Seen | None = None,
    reply_ids: Sequence[int] = (),
) -> Post:
    """Answer from the desk, for the company if ``official``; keeps one's claim.

    With the same ``submission_key`` a second press finishes what the first began.

    Args:
        seen: what stood there when the rep began; None asks nothing.
        reply_ids: the canned replies that were inserted.

    Raises:
        NotFound, NotAllowed or Refused, as ``forum.threads.actions.post_answer``.
        Refused: somebody locked, linked or merged the thread meanwhile, or took it over.
    """
    check_works_here(actor)
    if seen is not None:
        _ensure_as_seen(actor, thread_id, seen)
    with told_later(TAKE_BACK_WITHIN + ON_THE_WAY):
        post = threads.post_answer(actor, thread_id, source, submission_key=submission_key)
        if official:
            threads.mark(actor, post.id, MarkKind.OFFICIAL)
    _after_answer(actor, thread_id, post.id, reply_ids)
    return post


@transactional
def keep_text(actor: User, thread_id: int, fields: dict[str, str]) -> None:
    """Keep what could not be sent as a draft, where the thread stands now."""
    row = db.session.get(Thread, thread_id, populate_existing=True)
    stands_in = row.merged_into_id if row is not None else None
    place = f"answer:{stands_in or thread_id}"
    threads.save_draft(f"user:{actor.id}", actor.id, place, fields)


@transactional
def take_back(actor: User, post_id: int) -> Thread:
    """Take one's own answer back before anybody is told of it; its text is a draft again.

    Raises:
        NotFound: no such answer of this person's.
        Refused: the time is over.
    """
    check_works_here(actor)
    post = locked(Post, post_id)
    if post.author_id != actor.id or post.kind is not PostKind.ANSWER:
        raise NotFound()
    thread = workable(actor, post.thread_id)
    if post.deleted_at is None:
        if clock.now() > post.created_at + TAKE_BACK_WITHIN + ON_THE_WAY:
            raise Refused(
                _("The %(num)s seconds are over: the answer is out.", num=TAKE_BACK_WITHIN.seconds),
                _("You can still edit it on the public page, or delete it there."),
            )
        threads.delete_post(actor, post.id)
        uncount_uses(post.id)
        threads.save_draft(
            f"user:{actor.id}", actor.id, f"answer:{thread.id}", {DRAFT_FIELD: post.source}
        )
        publish(AnswerTakenBack(thread.id, post.id, actor.id))
    return thread


@transactional
def _ensure_as_seen(actor: User, thread_id: int, seen: Seen) -> None:
    _ensure_is_one(actor, thread_id)
    thread = workable(actor, thread_id)
    again = _("Your text was kept. Look at the question again; sending once more goes through.")
    held = held_claim(thread.id)
    if held is not None and seen.is_mine and policy.keeps_out(actor, held, clock.now()):
        holder = db.session.get_one(User, held.user_id)
        until = wording.time_of_day(held.expires_at)
        raise Refused(
            _(
                "Your claim ran out, and %(name)s has the thread until %(time)s.",
                name=holder.name,
                time=until,
            ),
            again,
        )
    if thread.locked_at is not None and not seen.is_locked:
        raise Refused(_("The thread was locked while you were writing."), again)
    became = ThreadStatus.DUPLICATE
    if thread.status is became and seen.status and seen.status != became:
        raise Refused(_("The thread was linked elsewhere while you were writing."), again)


def _ensure_is_one(actor: User, thread_id: int) -> None:
    row = db.session.get(Thread, thread_id, populate_existing=True)
    if row is not None and row.merged_into_id is not None:
        get_merged(thread_id, actor)
        raise Refused(
            _("The question became part of another one while you were writing."),
            _("Your text waits in the answer there: open this question again, it leads on."),
        )


@transactional
def _after_answer(actor: User, thread_id: int, post_id: int, reply_ids: Sequence[int]) -> None:
    count_uses(actor, thread_id, post_id, reply_ids)
    keep_at_work(actor, thread_id)
