"""Which questions became part of a thread, and what merging two would move."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.permissions import Actor
from forum.threads.models import Post, PostKind, Thread, ThreadMerge
from forum.threads.queries.visibility import visible_posts, visible_to

MERGES_SHOWN = 50  # nobody takes out more; the newest come first


@dataclass(frozen=True, slots=True)
class WhatMoves:
    """What a merge would bring into another thread."""

    answers: int
    comments: int
    followers: int


def merge_in_force(thread_id: int) -> ThreadMerge | None:
    """The merge that made a thread part of another one, locked; None while it is one of its own."""
    return db.session.scalar(
        select(ThreadMerge)
        .where(ThreadMerge.thread_id == thread_id, ThreadMerge.undone_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def merges_into(thread_id: int) -> Sequence[ThreadMerge]:
    """What became part of a thread and can be taken out again, the newest first."""
    return db.session.scalars(
        select(ThreadMerge)
        .where(ThreadMerge.into_id == thread_id, ThreadMerge.undone_at.is_(None))
        .options(joinedload(ThreadMerge.thread), joinedload(ThreadMerge.by))
        .order_by(ThreadMerge.id.desc())
        .limit(MERGES_SHOWN)
    ).all()


def own_thread(thread_id: int, viewer: Actor) -> Thread:
    """A thread that is not part of another one; raises NotFound."""
    thread = db.session.scalar(visible_to(viewer).where(Thread.id == thread_id))
    if thread is None:
        raise NotFound()
    return thread


def what_moves(thread: Thread, viewer: Actor) -> WhatMoves:
    """How much of a thread the viewer would see move."""
    rows = db.session.execute(
        select(Post.kind, func.count())
        .where(Post.thread_id == thread.id, visible_posts(viewer))
        .group_by(Post.kind)
    )
    numbers = {row[0]: row[1] for row in rows}
    return WhatMoves(
        numbers.get(PostKind.ANSWER, 0), numbers.get(PostKind.COMMENT, 0), thread.follower_count
    )
