"""Single posts, their revisions, and drafts."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.permissions import Actor
from forum.threads.models import Draft, Post, PostKind, Revision, Thread
from forum.threads.queries.visibility import below_visible, visible_posts, visible_to

ANSWERS_PER_PAGE = 30


def get_post(post_id: int, viewer: Actor) -> tuple[Post, Thread]:
    """A post and its thread with category; raises NotFound."""
    row = db.session.execute(
        visible_to(viewer)
        .join(Post, Post.thread_id == Thread.id)
        .add_columns(Post)
        .options(joinedload(Post.author))
        .where(Post.id == post_id, visible_posts(viewer), below_visible(viewer))
    ).first()
    if row is None:
        raise NotFound()
    thread, post = row
    return post, thread


def page_of_post(post: Post, viewer: Actor) -> int:
    """On which page of its thread, oldest first, the post or the one it comments stands."""
    answer_id = post.parent_id if post.kind is PostKind.COMMENT else post.id
    position = select(Post.position).where(Post.id == answer_id).scalar_subquery()
    before = db.session.scalar(
        select(func.count())
        .select_from(Post)
        .where(
            Post.thread_id == post.thread_id,
            Post.kind == PostKind.ANSWER,
            Post.position < position,
            visible_posts(viewer),
        )
    )
    return (before or 0) // ANSWERS_PER_PAGE + 1


def revisions_of(post: Post) -> Sequence[Revision]:
    """Every revision with its editor, newest first."""
    return db.session.scalars(
        select(Revision)
        .where(Revision.post_id == post.id)
        .options(joinedload(Revision.editor))
        .order_by(Revision.number.desc())
    ).all()


def find_draft(owner_key: str | None, place: str) -> dict[str, str]:
    """The fields somebody left unsent, or nothing."""
    if owner_key is None:
        return {}
    fields = db.session.scalar(
        select(Draft.fields).where(Draft.owner_key == owner_key, Draft.place == place)
    )
    return dict(fields or {})
