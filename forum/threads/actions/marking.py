"""Saying that an answer is right, taking it back, and reopening what did not help."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotAllowed, Refused
from forum.core.events import publish
from forum.threads import policy
from forum.threads.actions.history import note_event
from forum.threads.counters import recount
from forum.threads.events import AnswerMarked, AnswerUnmarked, ThreadReopened, ThreadSolved
from forum.threads.models import (
    SOLVING,
    AnswerMark,
    MarkKind,
    Post,
    PostKind,
    Thread,
    ThreadEventKind,
    ThreadStatus,
)
from forum.threads.queries import ensure_visible

ONE_PER_THREAD = frozenset({MarkKind.ACCEPTED, MarkKind.OFFICIAL})


@transactional
def mark(actor: User, post_id: int, kind: MarkKind, at: datetime | None = None) -> Thread:
    """Stand behind an answer. The same mark again changes nothing.

    Raises:
        NotFound: no such answer for this person. NotAllowed: not theirs to mark.
        Refused: it is no answer, not shown any more, or out of date.
    """
    moment = at or clock.now()
    thread, post = answer_of(actor, post_id)
    if not _may_mark(actor, thread, post, kind, moment):
        raise NotAllowed()
    if superseding_mark(post) is not None:
        raise Refused(
            _("This answer is marked as out of date."),
            _("Mark the newer one, or take that back first."),
        )
    in_force = _in_force(thread, kind)
    if any(row.post_id == post.id and _same_voice(row, actor, kind) for row in in_force):
        return thread
    if kind in ONE_PER_THREAD:
        for row in in_force:
            revoke(row, actor.id, moment)
        db.session.flush()
    was_solved = thread.best_post_id is not None
    db.session.add(
        AnswerMark(
            thread_id=thread.id, post_id=post.id, kind=kind, by_id=actor.id, created_at=moment
        )
    )
    if kind in SOLVING and thread.status is ThreadStatus.NEEDS_INFO:
        thread.needs_info_at = None
    recount([thread.id])
    publish(AnswerMarked(thread.id, post.id, kind.value, actor.id))
    if kind in SOLVING and not was_solved:
        note_event(thread, ThreadEventKind.SOLVED, actor.id, moment)
        publish(ThreadSolved(thread.id, post.id, actor.id))
    return thread


@transactional
def unmark(actor: User, post_id: int, kind: MarkKind) -> Thread:
    """Take a mark back; where none is in force nothing changes. Raises as ``mark`` does."""
    moment = clock.now()
    thread, post = answer_of(actor, post_id)
    if not _may_mark(actor, thread, post, kind, moment):
        raise NotAllowed()
    rows = [row for row in _in_force(thread, kind) if row.post_id == post.id]
    if kind is MarkKind.ENDORSED:
        rows = [row for row in rows if row.by_id == actor.id]
    if not rows:
        return thread
    was_solved = thread.best_post_id is not None
    for row in rows:
        revoke(row, actor.id, moment)
    recount([thread.id])
    publish(AnswerUnmarked(thread.id, post.id, kind.value, actor.id))
    if was_solved and thread.best_post_id is None:
        note_event(thread, ThreadEventKind.REOPENED, actor.id, moment)
        thread.last_activity_at = max(thread.last_activity_at, moment)
        publish(ThreadReopened(thread.id, actor.id, ""))
    return thread


@transactional
def reopen(actor: User, thread_id: int, reason: str) -> Thread:
    """ "Didn't help, or happens again": the marks that solved it are taken back.

    Raises:
        NotFound, NotAllowed, or Refused where nothing is solved.
    """
    moment = clock.now()
    thread = locked(Thread, thread_id)
    ensure_visible(actor, thread)
    if not policy.can_reopen(actor, thread):
        raise NotAllowed()
    if thread.best_post_id is None and thread.silent_at is None:
        raise Refused(_("This thread is open already."))
    for kind in SOLVING:
        for row in _in_force(thread, kind):
            revoke(row, actor.id, moment)
            publish(AnswerUnmarked(thread.id, row.post_id, kind.value, actor.id))
    if thread.silent_at is not None:
        thread.silent_at = thread.needs_info_at = None
    note_event(thread, ThreadEventKind.REOPENED, actor.id, moment, reason[:300])
    recount([thread.id])
    publish(ThreadReopened(thread.id, actor.id, reason))
    return thread


def revoke_marks_on(post: Post, actor_id: int, moment: datetime) -> None:
    """Take back every mark on an answer that goes out of sight."""
    for row in db.session.scalars(
        select(AnswerMark).where(AnswerMark.post_id == post.id, AnswerMark.revoked_at.is_(None))
    ):
        revoke(row, actor_id, moment)
        publish(AnswerUnmarked(post.thread_id, post.id, row.kind.value, actor_id))
    db.session.flush()


def answer_of(actor: User, post_id: int) -> tuple[Thread, Post]:
    """An answer that can be marked, and its thread, held locked.

    Raises:
        NotFound, or Refused where it is no answer or not shown any more.
    """
    post = locked(Post, post_id)
    thread = locked(Thread, post.thread_id)
    ensure_visible(actor, thread, post)
    if post.kind is not PostKind.ANSWER:
        raise Refused(_("Only an answer can be marked."))
    if post.is_gone:
        raise Refused(_("This answer is not shown any more, so it cannot be marked."))
    return thread, post


def superseding_mark(post: Post) -> AnswerMark | None:
    """The mark that says that the answer is out of date, while it is in force."""
    return db.session.scalar(
        select(AnswerMark).where(
            AnswerMark.post_id == post.id,
            AnswerMark.kind == MarkKind.SUPERSEDED,
            AnswerMark.revoked_at.is_(None),
        )
    )


def _may_mark(actor: User, thread: Thread, post: Post, kind: MarkKind, now: datetime) -> bool:
    if kind is MarkKind.ACCEPTED:
        return policy.can_accept(actor, thread, now)
    if kind is MarkKind.OFFICIAL:
        return policy.can_mark_official(actor, thread)
    if kind is MarkKind.VERIFIED:
        return policy.can_verify(actor, post, thread)
    return policy.can_endorse(actor, post, thread)


def _same_voice(row: AnswerMark, actor: User, kind: MarkKind) -> bool:
    return kind is not MarkKind.ENDORSED or row.by_id == actor.id


def _in_force(thread: Thread, kind: MarkKind) -> list[AnswerMark]:
    return list(
        db.session.scalars(
            select(AnswerMark).where(
                AnswerMark.thread_id == thread.id,
                AnswerMark.kind == kind,
                AnswerMark.revoked_at.is_(None),
            )
        )
    )


def revoke(row: AnswerMark, actor_id: int, moment: datetime) -> None:
    """Take one mark back; the row stays."""
    row.revoked_at, row.revoked_by_id = moment, actor_id
