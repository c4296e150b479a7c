"""Saying that an answer is out of date, and taking that back."""

from datetime import datetime

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotAllowed, Refused
from forum.core.events import publish
from forum.threads import policy
from forum.threads.actions.history import note_event
from forum.threads.actions.marking import answer_of, revoke, superseding_mark
from forum.threads.counters import recount
from forum.threads.events import AnswerMarked, AnswerUnmarked, ThreadReopened, ThreadSolved
from forum.threads.models import AnswerMark, MarkKind, Post, PostKind, Thread, ThreadEventKind


@transactional
def supersede(actor: User, post_id: int, newer_post_id: int | None = None) -> Thread:
    """An answer does not hold any more; ``newer_post_id`` is what stands in its place.

    Its other marks stay in force but do not count, so that taking this back restores them.
    A thread that loses its best answer by it is open again.

    Raises:
        NotFound: no such answer for this person. NotAllowed: not theirs to say.
        Refused: the newer one is no answer of the same thread, or out of date itself.
    """
    moment = clock.now()
    thread, post = answer_of(actor, post_id)
    if not policy.can_supersede(actor, thread):
        raise NotAllowed()
    if newer_post_id is not None:
        _ensure_newer(thread, post, newer_post_id)
    known = superseding_mark(post)
    if known is not None:
        known.newer_post_id = newer_post_id
        return thread
    was_solved = thread.best_post_id is not None
    db.session.add(
        AnswerMark(
            thread_id=thread.id,
            post_id=post.id,
            kind=MarkKind.SUPERSEDED,
            by_id=actor.id,
            created_at=moment,
            newer_post_id=newer_post_id,
        )
    )
    recount([thread.id])
    note_event(thread, ThreadEventKind.SUPERSEDED, actor.id, moment)
    publish(AnswerMarked(thread.id, post.id, MarkKind.SUPERSEDED.value, actor.id))
    if was_solved and thread.best_post_id is None:
        _reopen(thread, actor, moment)
    return thread


@transactional
def unsupersede(actor: User, post_id: int) -> Thread:
    """The answer holds after all, with the marks it had; raises as ``supersede`` does."""
    moment = clock.now()
    thread, post = answer_of(actor, post_id)
    if not policy.can_supersede(actor, thread):
        raise NotAllowed()
    known = superseding_mark(post)
    if known is None:
        return thread
    was_solved = thread.best_post_id is not None
    revoke(known, actor.id, moment)
    recount([thread.id])
    publish(AnswerUnmarked(thread.id, post.id, MarkKind.SUPERSEDED.value, actor.id))
    if thread.best_post_id is not None and not was_solved:
        note_event(thread, ThreadEventKind.SOLVED, actor.id, moment)
        publish(ThreadSolved(thread.id, thread.best_post_id, actor.id))
    return thread


def _reopen(thread: Thread, actor: User, moment: datetime) -> None:
    note_event(thread, ThreadEventKind.REOPENED, actor.id, moment)
    thread.last_activity_at = max(thread.last_activity_at, moment)
    publish(ThreadReopened(thread.id, actor.id, ""))


def _ensure_newer(thread: Thread, post: Post, newer_post_id: int) -> None:
    newer = locked(Post, newer_post_id)
    fits = newer.thread_id == thread.id and newer.kind is PostKind.ANSWER and not newer.is_gone
    if not fits or newer.id == post.id:
        raise Refused(_("The newer answer must be another answer of the same thread."))
    if superseding_mark(newer) is not None:
        raise Refused(_("That answer is marked as out of date, too."))
