"""Where words stand that shall be taken out: the whole thread, since answers quote each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, literal, or_, select

from forum.core.db import db
from forum.threads.models import Post, Revision, Thread


@dataclass(frozen=True, slots=True)
class Places:
    """In how many posts of the thread, in how many earlier versions, and whether in the title."""

    posts: int
    versions: int
    in_title: bool

    @property
    def any(self) -> bool:
        """Whether there is anything to take out."""
        return bool(self.posts or self.versions or self.in_title)


def posts_with(thread: Thread, words: str) -> Sequence[Post]:
    """The posts of a thread, gone ones too, in whose text or title these words stand.

    The question is among them when the title of the thread has them.
    """
    in_title = words in thread.title
    found = db.session.scalars(
        select(Post)
        .where(
            Post.thread_id == thread.id,
            or_(
                and_(Post.position == 0, literal(in_title)),
                Post.source.contains(words, autoescape=True),
                Post.title.contains(words, autoescape=True),
            ),
        )
        .order_by(Post.position)
        .execution_options(populate_existing=True)
    ).all()
    return [
        post
        for post in found
        if words in post.source or words in post.title or (in_title and post.position == 0)
    ]


def places_of(thread: Thread, words: str) -> Places:
    """Where in a thread these words stand."""
    versions = db.session.execute(
        select(Revision.source, Revision.title)
        .join(Post, Post.id == Revision.post_id)
        .where(
            Post.thread_id == thread.id,
            or_(
                Revision.source.contains(words, autoescape=True),
                Revision.title.contains(words, autoescape=True),
            ),
        )
    ).all()
    return Places(
        len(posts_with(thread, words)),
        sum(words in source or words in title for source, title in versions),
        words in thread.title,
    )
