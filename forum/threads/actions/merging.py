"""Making one question part of another, and taking it out again.

The posts of the merged thread stand behind those that are there, in one block and in their order,
so that nobody's place of reading moves and every answer stands below the question it answers. The
row of the merged thread stays and leads on; what people chose there stays with it, so that taking
it out finds all as it was.
"""

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import aliased

from forum.accounts.models import User
from forum.categories.models import Category
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotAllowed, Refused
from forum.core.events import publish
from forum.threads import policy
from forum.threads.actions.history import note_event
from forum.threads.actions.marking import ONE_PER_THREAD, revoke
from forum.threads.counters import recount
from forum.threads.events import ThreadMerged, ThreadSolved
from forum.threads.models import (
    AnswerMark,
    Draft,
    Post,
    PostKind,
    Thread,
    ThreadEventKind,
    ThreadMerge,
    ThreadStatus,
)
from forum.threads.queries import ensure_visible, question_of

BLOCK = "block"  # the first and the last position of what was moved
MARKS = "marks"  # taken back, because there was one already
THREADS = "threads"  # which had become part of the merged one before


@transactional
def merge(actor: User, thread_id: int, into_id: int, reason: str = "") -> Thread:
    """Make a thread part of another one, which is returned; the same again changes nothing.

    Raises:
        NotFound, NotAllowed: one of them is not there for the actor, or not theirs to merge.
        Refused: itself, a circle, locked, gone, read by others, or something of its own.
    """
    thread, target = both(actor, thread_id, into_id)
    if thread.merged_into_id == target.id:
        return target
    ensure_fit(thread, target)
    moment, was_solved = clock.now(), target.best_post_id is not None
    made = ThreadMerge(
        thread_id=thread.id, into_id=target.id, by_id=actor.id, reason=reason, created_at=moment
    )
    made.moved = {}
    db.session.add(made)
    question = question_of(thread.id)
    number = _count_shown(thread)
    _settle_marks(thread, target, made)
    _move_posts(thread, target, made)
    _lead_on(thread, target, made)
    thread.deleted_at, thread.deleted_by_id = moment, actor.id
    thread.merged_into_id = target.id
    note_event(target, ThreadEventKind.MERGED, actor.id, moment, f"{number} {thread.title}")
    recount([target.id])
    solved_by_id = None if was_solved else target.best_post_id
    publish(ThreadMerged(thread.id, target.id, made.id, actor.id, question.id, solved_by_id))
    if solved_by_id is not None:
        target.needs_info_at = None
        note_event(target, ThreadEventKind.SOLVED, actor.id, moment)
        publish(ThreadSolved(target.id, solved_by_id, actor.id))
    return target


def both(actor: User, first_id: int, second_id: int) -> tuple[Thread, Thread]:
    """Two threads, held locked in the order of their ids so that nobody waits for each other.

    Raises:
        NotFound, or NotAllowed where the actor may not merge.
    """
    rows = {row_id: locked(Thread, row_id) for row_id in sorted({first_id, second_id})}
    for row in rows.values():
        ensure_visible(actor, row)
    if not policy.can_merge(actor):
        raise NotAllowed()
    return rows[first_id], rows[second_id]


def ensure_fit(thread: Thread, target: Thread) -> None:
    """Raise Refused, saying why, where one cannot become part of the other."""
    if thread.id == target.id:
        raise Refused(_("A question cannot become part of itself."), _("Choose another one."))
    if thread.merged_into_id is not None:
        raise Refused(
            _("This question has become part of another one already."),
            _("Take it out there first."),
        )
    if target.merged_into_id is not None:
        raise Refused(
            _("That question has become part of another one itself."),
            _("Choose the one it is part of now."),
        )
    if thread.is_gone or target.is_gone:
        raise Refused(
            _("One of the two is not shown any more."), _("Restore it first, or choose another.")
        )
    if target.locked_at is not None:
        raise Refused(
            _("That question is locked, so nothing can be added to it."), _("Unlock it first.")
        )
    if target.status is ThreadStatus.DUPLICATE:
        raise Refused(
            _("That question only points to where its answer stands."),
            _("Choose the one it points to, or undo that link."),
        )
    if thread.known_issue is not None:
        raise Refused(
            _("This question tells of a known issue."),
            _("Make the other one part of it instead."),
        )
    ours, theirs = (
        db.session.get_one(Category, row.category_id).audience for row in (thread, target)
    )
    if ours is not theirs:
        raise Refused(
            _("The two are read by different people."),
            _("Move one of them to a category with the same readers first."),
        )


def _count_shown(thread: Thread) -> int:
    shown = (Post.deleted_at.is_(None), Post.hidden_at.is_(None))
    number = select(func.count()).where(Post.thread_id == thread.id, *shown)
    return db.session.scalar(number) or 0


def _settle_marks(thread: Thread, target: Thread, made: ThreadMerge) -> None:
    """One accepted and one official answer for each thread: those that are there stay.

    A mark that gives way is told in the timeline; it is not taken back from who earned it.
    """
    in_force = db.session.scalars(
        select(AnswerMark)
        .where(
            AnswerMark.thread_id.in_((thread.id, target.id)),
            AnswerMark.kind.in_(ONE_PER_THREAD),
            AnswerMark.revoked_at.is_(None),
        )
        .order_by(AnswerMark.id)
        .with_for_update()
    ).all()
    taken = {mark.kind for mark in in_force if mark.thread_id == target.id}
    giving_way = [mark for mark in in_force if mark.thread_id == thread.id and mark.kind in taken]
    for mark in giving_way:
        revoke(mark, made.by_id, made.created_at)
    for post_id in sorted({mark.post_id for mark in giving_way}):
        _tell_of_solution(target, post_id, made)
    made.remember(MARKS, [mark.id for mark in giving_way])
    db.session.flush()
    db.session.execute(
        update(AnswerMark)
        .where(AnswerMark.thread_id == thread.id)
        .values(thread_id=target.id)
        .execution_options(synchronize_session="fetch")
    )


def _tell_of_solution(target: Thread, post_id: int, made: ThreadMerge) -> None:
    author = db.session.scalars(
        select(User).join(Post, Post.author_id == User.id).where(Post.id == post_id)
    ).one()
    note_event(target, ThreadEventKind.MERGED_SOLUTION, made.by_id, made.created_at, author.name)


def _move_posts(thread: Thread, target: Thread, made: ThreadMerge) -> None:
    last = dict(
        db.session.execute(
            select(Post.thread_id, func.max(Post.position))
            .where(Post.thread_id.in_((thread.id, target.id)))
            .group_by(Post.thread_id)
        ).all()
    )
    first = last[target.id] + 1
    shift_posts(Post.thread_id == thread.id, target.id, first)
    db.session.execute(
        update(Post)
        .where(Post.thread_id == target.id, Post.position == first)
        .values(kind=PostKind.MERGED, title=thread.title)
        .execution_options(synchronize_session="fetch")
    )
    made.remember(BLOCK, [first, first + last[thread.id]])


def shift_posts(which: ColumnElement[bool], thread_id: int, by: int) -> None:
    """Move posts into a thread, each so many places on."""
    db.session.execute(
        update(Post)
        .where(which)
        .values(thread_id=thread_id, position=Post.position + by)
        .execution_options(synchronize_session="fetch")
    )


def _lead_on(thread: Thread, target: Thread, made: ThreadMerge) -> None:
    """What led to the merged thread, and what people were writing there, goes on to the other."""
    earlier = db.session.scalars(
        select(Thread).where(Thread.merged_into_id == thread.id).with_for_update()
    ).all()
    for row in earlier:
        row.merged_into_id = target.id
    made.remember(THREADS, [row.id for row in earlier])
    known = aliased(Draft)
    begun = select(known.owner_key).where(known.place == f"answer:{target.id}")
    db.session.execute(
        update(Draft)
        .where(Draft.place == f"answer:{thread.id}", Draft.owner_key.not_in(begun))
        .values(place=f"answer:{target.id}")
        .execution_options(synchronize_session=False)
    )
