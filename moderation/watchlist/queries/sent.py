"""The answer somebody sent a moment ago."""

from dataclasses import dataclass

from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.threads.models import Post, PostKind, Thread
from moderation.watchlist.policy import TAKE_BACK_WITHIN


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer that can still be taken back."""

    post_id: int
    thread_id: int
    title: str
    language: str


def sent_by(rep: User, post_id: int) -> Sent | None:
    """The answer, if it is the rep's own and was sent within the last seconds."""
    row = db.session.execute(
        select(Post.id, Post.thread_id, Thread.title, Thread.language)
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            Post.id == post_id,
            Post.author_id == rep.id,
            Post.kind == PostKind.ANSWER,
            Post.deleted_at.is_(None),
            Post.created_at > clock.now() - TAKE_BACK_WITHIN,
        )
    ).one_or_none()
    return Sent(*row) if row is not None else None
