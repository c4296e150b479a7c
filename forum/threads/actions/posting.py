"""What asking, answering and commenting share: one new post with its first revision."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.accounts.models import User
from forum.core.db import db
from forum.core.markup import MARKUP_VERSION
from forum.threads.models import Post, PostKind, Revision, Submission, Thread, ThreadRead


@dataclass(frozen=True, slots=True)
class Text:
    """What was typed and the clean HTML made of it before the transaction began."""

    source: str
    html: str


def add_post(
    author: User,
    thread: Thread,
    kind: PostKind,
    text: Text,
    moment: datetime,
    parent_id: int | None = None,
    version: str = "",
) -> Post:
    """Append a post to a thread that the caller holds locked."""
    thread.last_position += 1 if kind is not PostKind.QUESTION else 0
    post = Post(
        thread_id=thread.id,
        kind=kind,
        parent_id=parent_id,
        position=thread.last_position,
        author_id=author.id,
        author_standing=author.standing,
        author_title=author.title,
        source=text.source,
        html=text.html,
        markup_version=MARKUP_VERSION,
        version=version,
        created_at=moment,
    )
    db.session.add(post)
    db.session.flush()
    db.session.add(
        Revision(
            post_id=post.id,
            number=1,
            title=thread.title if kind is PostKind.QUESTION else "",
            source=text.source,
            editor_id=author.id,
            created_at=moment,
        )
    )
    thread.last_activity_at = max(thread.last_activity_at, moment)
    remember_read(author, thread, moment)
    return post


def remember_read(reader: User, thread: Thread, moment: datetime) -> None:
    """Everything in the thread up to now was seen; what one writes oneself is never new to one."""
    known = db.session.get(ThreadRead, (reader.id, thread.id), populate_existing=True)
    if known is None:
        known = ThreadRead(user_id=reader.id, thread_id=thread.id)
        db.session.add(known)
    known.position, known.read_at = thread.last_position, moment


def already_sent(author: User, key: str) -> Post | None:
    """The post that an earlier press of the same button made."""
    if not key:
        return None
    return db.session.scalar(
        select(Post)
        .join(Submission, Submission.post_id == Post.id)
        .where(Submission.user_id == author.id, Submission.key == key)
    )


def first_made(author: User, key: str, make: Callable[[], Post]) -> Post:
    """What ``make`` posts, or what the same press posted on another connection meanwhile."""
    try:
        return make()
    except IntegrityError:
        sent = already_sent(author, key)
        if sent is None:
            raise
        return sent


def remember_sent(author: User, key: str, post: Post, moment: datetime) -> None:
    """Let a second press of the same button find what the first one made."""
    if key:
        db.session.add(Submission(user_id=author.id, key=key, post_id=post.id, created_at=moment))
