"""Taking a question out of the one it became part of, with all that was its own."""

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotAllowed, Refused
from forum.core.events import publish
from forum.threads import policy
from forum.threads.actions.history import note_event
from forum.threads.actions.merging import BLOCK, MARKS, THREADS, both, shift_posts
from forum.threads.counters import recount
from forum.threads.events import ThreadReopened, ThreadUnmerged
from forum.threads.models import (
    AnswerMark,
    Post,
    PostKind,
    Thread,
    ThreadEventKind,
    ThreadMerge,
)
from forum.threads.queries import ensure_visible, merge_in_force


@transactional
def unmerge(actor: User, thread_id: int) -> Thread:
    """Let a merged thread be one of its own again, and return it.

    What was written below its posts meanwhile goes along; what was answered to the question they
    were part of stays there.

    Raises:
        NotFound, NotAllowed: not there for the actor, or not theirs to take out.
        Refused: it is not part of another one, or that one became part of a third.
    """
    known = _merge_of(actor, thread_id)
    thread, target = both(actor, known.thread_id, known.into_id)
    _refuse_unfit(thread, target, known)
    moment, was_solved = clock.now(), target.best_post_id is not None
    _move_back(thread, target, known)
    _marks_back(thread, known)
    for row in db.session.scalars(
        select(Thread).where(Thread.id.in_(known.moved_ids(THREADS))).with_for_update()
    ):
        row.merged_into_id = thread.id
    thread.merged_into_id = thread.deleted_at = thread.deleted_by_id = None
    known.undone_at, known.undone_by_id = moment, actor.id
    for row in (thread, target):
        note_event(row, ThreadEventKind.UNMERGED, actor.id, moment, thread.title)
    recount([thread.id, target.id])
    publish(ThreadUnmerged(thread.id, target.id, known.id, actor.id))
    if was_solved and target.best_post_id is None:
        note_event(target, ThreadEventKind.REOPENED, actor.id, moment)
        publish(ThreadReopened(target.id, actor.id, ""))
    return thread


def _merge_of(actor: User, thread_id: int) -> ThreadMerge:
    ensure_visible(actor, locked(Thread, thread_id))
    if not policy.can_merge(actor):
        raise NotAllowed()
    known = merge_in_force(thread_id)
    if known is None:
        raise Refused(_("This question is not part of another one."))
    return known


def _refuse_unfit(thread: Thread, target: Thread, known: ThreadMerge) -> None:
    if target.merged_into_id is not None:
        raise Refused(
            _("The question it is part of has become part of a third one."),
            _("Take that one out first."),
        )
    if known.undone_at is not None or thread.merged_into_id != target.id:
        raise Refused(_("This question is not part of another one."))
    first, _last = known.moved_ids(BLOCK)
    question = db.session.scalar(
        select(Post).where(Post.thread_id == target.id, Post.position == first)
    )
    if question is None or question.is_gone:
        raise Refused(
            _("What was asked in it is not shown any more."), _("Bring that post back first.")
        )


def _move_back(thread: Thread, target: Thread, known: ThreadMerge) -> None:
    first, last = known.moved_ids(BLOCK)
    block = (Post.thread_id == target.id) & Post.position.between(first, last)
    shift_posts(block, thread.id, -first)
    here = select(Post.id).where(Post.thread_id == thread.id)
    at = last - first
    for below in db.session.scalars(
        select(Post)
        .where(Post.thread_id == target.id, Post.parent_id.in_(here))
        .order_by(Post.position)
        .with_for_update()
    ).all():
        at += 1
        below.thread_id, below.position = thread.id, at
    db.session.flush()
    question = db.session.scalars(
        select(Post).where(Post.thread_id == thread.id, Post.position == 0).with_for_update()
    ).one()
    question.kind, question.title = PostKind.QUESTION, ""
    db.session.flush()
    db.session.execute(  # an answer that was made a comment stood below the other question
        update(Post)
        .where(
            Post.thread_id == thread.id,
            Post.kind == PostKind.COMMENT,
            Post.parent_id.not_in(here),
        )
        .values(parent_id=question.id)
        .execution_options(synchronize_session="fetch")
    )


def _marks_back(thread: Thread, known: ThreadMerge) -> None:
    """Marks go with their posts; those that had given way hold again where their place is free."""
    here = select(Post.id).where(Post.thread_id == thread.id)
    db.session.execute(
        update(AnswerMark)
        .where(AnswerMark.post_id.in_(here))
        .values(thread_id=thread.id)
        .execution_options(synchronize_session="fetch")
    )
    shown = here.where(Post.deleted_at.is_(None), Post.hidden_at.is_(None))
    for mark in db.session.scalars(
        select(AnswerMark)
        .where(AnswerMark.id.in_(known.moved_ids(MARKS)), AnswerMark.post_id.in_(shown))
        .with_for_update()
    ).all():
        taken = db.session.scalar(
            select(func.count()).where(
                AnswerMark.thread_id == thread.id,
                AnswerMark.kind == mark.kind,
                AnswerMark.revoked_at.is_(None),
            )
        )
        if not taken:
            mark.revoked_at = mark.revoked_by_id = None
            db.session.flush()
