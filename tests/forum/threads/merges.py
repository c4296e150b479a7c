"""What tests of merging look at."""

from typing import Any

from sqlalchemy import select

from forum.core.db import db
from forum.threads.models import Post, Thread, ThreadEvent


def fresh(thread: Thread) -> Thread:
    """The thread as the database has it now."""
    db.session.expire_all()
    return db.session.get_one(Thread, thread.id)


def strand(thread: Thread) -> list[tuple[int, str, str]]:
    """Every post of a thread: its position, what it is, and what it says."""
    rows = db.session.execute(
        select(Post.position, Post.kind, Post.source)
        .where(Post.thread_id == thread.id)
        .order_by(Post.position)
    )
    return [(row.position, row.kind.value, row.source) for row in rows]


def people(model: Any, thread: Thread) -> set[int]:
    """Who follows a thread, or has its problem too."""
    return set(db.session.scalars(select(model.user_id).where(model.thread_id == thread.id)))


def events(thread: Thread) -> list[str]:
    """The kinds of a thread's timeline."""
    rows = select(ThreadEvent.kind).where(ThreadEvent.thread_id == thread.id)
    return [kind.value for kind in db.session.scalars(rows.order_by(ThreadEvent.id))]
