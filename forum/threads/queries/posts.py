"""Single posts, their revisions, and drafts."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, literal, select
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.permissions import Actor
from forum.threads.models import STRAND, Draft, Post, PostKind, Revision, Thread, out_of_date
from forum.threads.queries.visibility import below_visible, visible_posts, visible_to

ANSWERS_PER_PAGE = 30
NEWER_OFFERED_MAX = 30  # what replaced an answer is hardly older than that


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
            Post.kind.in_(STRAND),
            Post.position < position,
            visible_posts(viewer),
        )
    )
    return (before or 0) // ANSWERS_PER_PAGE + 1


@dataclass(frozen=True, slots=True)
class News:
    """Answers that came since somebody looked: how many, and the first of them."""

    number: int
    first_id: int


def news_since(thread_id: int, viewer: Actor, position: int) -> News | None:
    """What others answered behind this position, or None; raises NotFound."""
    came = and_(
        Post.thread_id == Thread.id,
        Post.kind == PostKind.ANSWER,
        Post.position > position,
        Post.author_id != (viewer.id or 0),
        visible_posts(viewer),
    )
    row = db.session.execute(
        visible_to(viewer)
        .outerjoin(Post, came)
        .where(Thread.id == thread_id)
        .with_only_columns(
            Thread.id, func.count(Post.id), func.min(Post.id), maintain_column_froms=True
        )
        .group_by(Thread.id)
    ).first()
    if row is None:
        raise NotFound()
    _thread_id, number, first_id = row
    return News(number, first_id) if number else None


def is_out_of_date(post: Post) -> bool:
    """Whether the answer is marked as superseded."""
    return bool(db.session.scalar(select(out_of_date(literal(post.id)))))


def newer_answers(post: Post, viewer: Actor) -> Sequence[Post]:
    """What may stand in the place of an answer: the others of its thread, newest first."""
    return db.session.scalars(
        select(Post)
        .where(
            Post.thread_id == post.thread_id,
            Post.kind == PostKind.ANSWER,
            Post.id != post.id,
            Post.deleted_at.is_(None),
            Post.hidden_at.is_(None),
            visible_posts(viewer),
            ~out_of_date(Post.id),
        )
        .options(joinedload(Post.author))
        .order_by(Post.position.desc())
        .limit(NEWER_OFFERED_MAX)
    ).all()


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
