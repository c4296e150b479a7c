"""What somebody may see of threads and posts, as SQL and for one row."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import (
    QueryableAttribute,
    aliased,
    contains_eager,
    joinedload,
    selectinload,
)
from sqlalchemy.orm.strategy_options import _AbstractLoad

from forum.accounts.models import User
from forum.categories.models import Category
from forum.categories.queries import audiences_of
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.permissions import Actor, Permission
from forum.threads import policy
from forum.threads.models import Post, Tag, Thread, thread_tags


def visible_to(viewer: Actor) -> Select[Thread]:
    """Threads the viewer may see, each with its category."""
    return (
        select(Thread)
        .join(Thread.category)
        .options(contains_eager(Thread.category))
        .where(
            Category.audience.in_(audiences_of(viewer)),
            _not_gone(Thread, viewer),
            Thread.merged_into_id.is_(None),
        )
    )


def visible_posts(viewer: Actor) -> ColumnElement[bool]:
    """The condition on ``Post`` that keeps what the viewer may see of a visible thread."""
    return _not_gone(Post, viewer)


def below_visible(viewer: Actor) -> ColumnElement[bool]:
    """The condition on ``Post`` that a comment goes with what it stands under, but for its author.

    Thread pages need it not: they look for comments below the answers they show.
    """
    above = aliased(Post)
    own = Post.author_id == viewer.id if viewer.id is not None else false()
    seen = select(above.id).where(above.id == Post.parent_id, _not_gone(above, viewer))
    return or_(Post.parent_id.is_(None), own, seen.exists())


def _not_gone(model: type[Thread] | type[Post], viewer: Actor) -> ColumnElement[bool]:
    if viewer.can(Permission.SEE_DELETED):
        return true()
    shown = and_(model.deleted_at.is_(None), model.hidden_at.is_(None))
    return or_(shown, model.author_id == viewer.id) if viewer.id is not None else shown


def joined_tags(statement: Select[Any]) -> Select[Any]:
    """A statement on ``Thread`` with its tags; the caller orders by ``Tag.slug`` last.

    ``joinedload`` would nest the two tables, and SQLite would read every thread's tags first.
    """
    return (
        statement.outerjoin(thread_tags, thread_tags.c.thread_id == Thread.id)
        .outerjoin(Tag, Tag.id == thread_tags.c.tag_id)
        .options(contains_eager(Thread.tags))
    )


def with_author(author: QueryableAttribute[User]) -> _AbstractLoad:
    """The option that loads what pages show of an author: never the whole account."""
    shown = (User.stored_name, User.role, User.title, User.deleted_at)
    return joinedload(author).load_only(*shown)


def ensure_visible(viewer: Actor, thread: Thread, post: Post | None = None) -> None:
    """Let only whoever may see the thread, and the post in it, go on.

    Raises:
        NotFound: as if it never was.
    """
    category = db.session.get(Category, thread.category_id)
    seen = category is not None and category.audience in audiences_of(viewer)
    if not seen or not policy.can_see_thread(viewer, thread):
        raise NotFound()
    if post is not None and not policy.can_see_post(viewer, post):
        raise NotFound()


def get_thread(thread_id: int, viewer: Actor) -> Thread:
    """The thread with its category, or the one it became part of; raises NotFound."""
    thread = db.session.scalar(visible_to(viewer).where(Thread.id == thread_id))
    return thread if thread is not None else get_merged(thread_id, viewer)


def get_merged(thread_id: int, viewer: Actor) -> Thread:
    """The thread that another one became part of; raises NotFound."""
    merged = aliased(Thread)
    into_id = select(merged.merged_into_id).where(merged.id == thread_id).scalar_subquery()
    thread = db.session.scalar(visible_to(viewer).where(Thread.id == into_id))
    if thread is None:
        raise NotFound()
    return thread


def question_of(thread_id: int) -> Post:
    """The post that holds a thread's question; raises NotFound."""
    post = db.session.scalar(select(Post).where(Post.thread_id == thread_id, Post.position == 0))
    if post is None:
        raise NotFound()
    return post


def with_tags(thread: Thread) -> Thread:
    """The thread with its tags loaded."""
    return db.session.scalars(
        select(Thread)
        .where(Thread.id == thread.id)
        .options(selectinload(Thread.tags))
        .execution_options(populate_existing=True)
    ).one()
