"""Stored counters and states of threads, rebuilt from the rows they were made from.

Actions keep them as they go; imports and the ``recount`` command come through here.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select, update

from forum.core.db import db
from forum.threads.models import (
    SOLVING,
    AnswerMark,
    MarkKind,
    Post,
    PostKind,
    Tag,
    Thread,
    ThreadEvent,
    ThreadEventKind,
    ThreadStatus,
    thread_tags,
)

BATCH_THREADS = 400  # a few hundred ids per statement stay far below every database's limit


def settle_status(thread: Thread) -> None:
    """Set the state that the thread's own columns call for."""
    if thread.status is ThreadStatus.DUPLICATE:
        return
    if thread.best_post_id is not None:
        thread.status = ThreadStatus.SOLVED
    elif thread.needs_info_at is not None:
        thread.status = ThreadStatus.NEEDS_INFO
    elif thread.first_answer_at is not None:  # by somebody else than the asker
        thread.status = ThreadStatus.ANSWERED
    else:
        thread.status = ThreadStatus.WAITING
    if thread.status is not ThreadStatus.SOLVED:
        thread.solved_at = None
    if thread.status in {ThreadStatus.SOLVED, ThreadStatus.WAITING}:
        thread.silent_at = None  # nobody is waited for


def recount(thread_ids: Iterable[int]) -> None:
    """Rebuild everything derived of these threads, inside the caller's transaction."""
    ids = sorted(set(thread_ids))
    for start in range(0, len(ids), BATCH_THREADS):
        _recount_batch(ids[start : start + BATCH_THREADS])


def recount_tags() -> None:
    """Rebuild how many threads carry each tag."""
    number = (
        select(func.count())
        .select_from(thread_tags)
        .where(thread_tags.c.tag_id == Tag.id)
        .scalar_subquery()
    )
    db.session.execute(update(Tag).values(thread_count=number))


def _recount_batch(ids: Sequence[int]) -> None:
    db.session.flush()
    threads = db.session.scalars(
        select(Thread).where(Thread.id.in_(ids)).execution_options(populate_existing=True)
    ).all()
    posts: dict[int, list[Post]] = {row_id: [] for row_id in ids}
    for post in db.session.scalars(
        select(Post)
        .where(Post.thread_id.in_(ids))
        .order_by(Post.thread_id, Post.position)
        .execution_options(populate_existing=True)
    ):
        posts[post.thread_id].append(post)
    marks: dict[int, list[AnswerMark]] = {row_id: [] for row_id in ids}
    for mark in db.session.scalars(
        select(AnswerMark)
        .where(AnswerMark.thread_id.in_(ids), AnswerMark.revoked_at.is_(None))
        .execution_options(populate_existing=True)
    ):
        marks[mark.thread_id].append(mark)
    reopened = _last_reopened(ids)
    for thread in threads:
        _settle(thread, posts[thread.id], marks[thread.id], reopened.get(thread.id))
    db.session.flush()


def _last_reopened(ids: Sequence[int]) -> dict[int, datetime]:
    rows = db.session.execute(
        select(ThreadEvent.thread_id, func.max(ThreadEvent.created_at))
        .where(ThreadEvent.thread_id.in_(ids), ThreadEvent.kind == ThreadEventKind.REOPENED)
        .group_by(ThreadEvent.thread_id)
    )
    return {row[0]: row[1] for row in rows}


def _settle(
    thread: Thread,
    posts: Sequence[Post],
    marks: Sequence[AnswerMark],
    reopened_at: datetime | None,
) -> None:
    answers = [post for post in posts if post.kind is PostKind.ANSWER and not post.is_gone]
    shown = [post for post in posts if not post.is_gone]
    thread.answer_count = len(answers)
    thread.merged_count = sum(post.kind is PostKind.MERGED for post in shown)
    thread.last_position = max((post.position for post in posts), default=0)
    by_others = [post for post in answers if post.author_id != thread.author_id]
    thread.first_answer_at = _first(by_others)
    thread.staff_answered_at = _first([p for p in answers if p.author_standing == "staff"])
    activity = [thread.created_at, *(post.created_at for post in shown)]
    thread.last_activity_at = max([*activity, reopened_at] if reopened_at else activity)
    out_of_date = {mark.post_id for mark in marks if mark.kind is MarkKind.SUPERSEDED}
    standing = {post.id for post in answers} - out_of_date
    kept = [mark for mark in marks if mark.post_id in standing]
    thread.accepted_post_id = _marked(kept, MarkKind.ACCEPTED)
    thread.official_post_id = _marked(kept, MarkKind.OFFICIAL)
    thread.verified_post_id = _marked(kept, MarkKind.VERIFIED)
    solving = [mark.created_at for mark in kept if mark.kind in SOLVING]
    thread.solved_at = min(solving, default=None)
    settle_status(thread)


def _first(posts: Sequence[Post]) -> datetime | None:
    return min((post.created_at for post in posts), default=None)


def _marked(marks: Sequence[AnswerMark], kind: MarkKind) -> int | None:
    found = [mark for mark in marks if mark.kind is kind]
    return max(found, key=lambda mark: mark.created_at).post_id if found else None
