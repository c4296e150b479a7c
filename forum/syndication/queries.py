"""What strangers may read, for feeds, for the map of the site and for pictures beside links.

Every SELECT begins at what a visitor may see, whoever asks: readers of feeds and search engines
share what they get.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from forum.accounts.current import VISITOR
from forum.categories.models import Category
from forum.categories.queries import visible_to as visible_categories
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.web import ROW_ID_MAX
from forum.knowledge.models import READABLE, Article
from forum.knowledge.queries import visible_to as visible_articles
from forum.syndication.policy import GIVEN_UP_AFTER
from forum.threads.models import Post, PostKind, Tag, Thread, ThreadStatus
from forum.threads.queries import visible_posts, visible_to

FEED_ENTRIES = 30
MAP_ROWS = 1_000  # addresses in one file: 200 kB, so it is read, written and kept whole


@dataclass(frozen=True, slots=True)
class Place:
    """One address on the map of the site and when what stands there last changed."""

    id: int
    slug: str
    changed_at: datetime


def public_thread(thread_id: int) -> Thread:
    """A thread that everyone may read, with its category; raises NotFound."""
    thread = db.session.scalar(visible_to(VISITOR).where(Thread.id == thread_id))
    if thread is None:
        raise NotFound()
    return thread


def public_article(article_id: int) -> Article:
    """A published article that everyone may read, with its category; raises NotFound."""
    article = db.session.scalar(
        visible_articles(VISITOR).where(Article.id == article_id, Article.status.in_(READABLE))
    )
    if article is None:
        raise NotFound()
    return article


def newest_questions(
    category_ids: Sequence[int] = (), tag_id: int | None = None
) -> Sequence[tuple[Thread, Post]]:
    """The questions asked last, each with its text; of some categories or with a tag only."""
    statement = _threads_with(Post.position == 0).order_by(
        Thread.created_at.desc(), Thread.id.desc()
    )
    if category_ids:
        statement = statement.where(Thread.category_id.in_(category_ids))
    if tag_id is not None:
        statement = statement.where(Thread.tags.any(Tag.id == tag_id))
    return _pairs(statement)


def latest_solutions() -> Sequence[tuple[Thread, Post]]:
    """The threads solved last, each with the answer that solved it."""
    best = func.coalesce(Thread.official_post_id, Thread.accepted_post_id, Thread.verified_post_id)
    statement = _threads_with(Post.id == best).where(Thread.solved_at.is_not(None))
    return _pairs(statement.order_by(Thread.solved_at.desc(), Thread.id.desc()))


def answers_of(thread_id: int) -> Sequence[Post]:
    """The question and the latest answers of a public thread, newest first."""
    return db.session.scalars(
        select(Post)
        .where(
            Post.thread_id == thread_id,
            Post.kind.in_([PostKind.QUESTION, PostKind.ANSWER]),
            visible_posts(VISITOR),
        )
        .options(joinedload(Post.author))
        .order_by(Post.position.desc())
        .limit(FEED_ENTRIES)
    ).all()


def latest_articles() -> Sequence[Article]:
    """The articles that changed last, in every language."""
    return db.session.scalars(
        visible_articles(VISITOR)
        .where(Article.status.in_(READABLE))
        .options(joinedload(Article.author))
        .order_by(Article.updated_at.desc(), Article.id.desc())
        .limit(FEED_ENTRIES)
    ).all()


def _threads_with(post: ColumnElement[bool]) -> Select[Any]:
    """Public threads with one of their posts and with the author of that post."""
    return (
        visible_to(VISITOR)
        .join(Post, and_(Post.thread_id == Thread.id, post))
        .join(Post.author)
        .add_columns(Post)
        .options(contains_eager(Post.author))
        .where(visible_posts(VISITOR))
    )


def _pairs(statement: Select[Any]) -> Sequence[tuple[Thread, Post]]:
    return [(row[0], row[1]) for row in db.session.execute(statement.limit(FEED_ENTRIES))]


def worth_finding(now: datetime) -> ColumnElement[bool]:
    """The condition on public threads that ``policy.is_worth_finding`` states."""
    hopeful = and_(
        Thread.status != ThreadStatus.DUPLICATE, Thread.created_at > now - GIVEN_UP_AFTER
    )
    return or_(Thread.answer_count > 0, hopeful)


def thread_maps(now: datetime) -> Sequence[tuple[int, datetime]]:
    """The number of each file of threads on the map, and when the last of its threads changed."""
    statement = visible_to(VISITOR).where(worth_finding(now))
    return _maps(statement, Thread.id, Thread.last_activity_at)


def article_maps() -> Sequence[tuple[int, datetime]]:
    """The same of articles."""
    statement = visible_articles(VISITOR).where(Article.status.in_(READABLE))
    return _maps(statement, Article.id, Article.updated_at)


def _maps(statement: Select[Any], row_id: Any, changed_at: Any) -> Sequence[tuple[int, datetime]]:
    number = (row_id - 1) // MAP_ROWS + 1
    grouped = statement.with_only_columns(
        number, func.max(changed_at), maintain_column_froms=True
    ).group_by(number)
    return [(row[0], row[1]) for row in db.session.execute(grouped.order_by(number))]


def threads_on_map(number: int, now: datetime) -> Sequence[Place]:
    """The threads in one file of the map, by id; numbers that have none give an empty list."""
    statement = visible_to(VISITOR).where(worth_finding(now))
    return _places(statement, number, Thread.id, Thread.slug, Thread.last_activity_at)


def articles_on_map(number: int) -> Sequence[Place]:
    """The articles in one file of the map, by id."""
    statement = visible_articles(VISITOR).where(Article.status.in_(READABLE))
    return _places(statement, number, Article.id, Article.slug, Article.updated_at)


def _places(statement: Select[Any], number: int, *columns: Any) -> Sequence[Place]:
    row_id, first = columns[0], (number - 1) * MAP_ROWS + 1
    if first > ROW_ID_MAX - MAP_ROWS:  # beyond what a row's number can be on PostgreSQL
        return []
    narrowed = statement.with_only_columns(*columns, maintain_column_froms=True).where(
        row_id >= first, row_id < first + MAP_ROWS
    )
    return [Place(*row) for row in db.session.execute(narrowed.order_by(row_id))]


def tags_in_use() -> Sequence[str]:
    """The words by which something public can be found."""
    tagged = (
        visible_to(VISITOR)
        .join(Thread.tags)
        .with_only_columns(Tag.slug, maintain_column_froms=True)
    )
    return db.session.scalars(tagged.distinct().order_by(Tag.slug).limit(MAP_ROWS)).all()


def categories_in_use() -> Sequence[Category]:
    """The categories that everyone may see and in which, or right below which, there is something
    to read."""
    used = visible_to(VISITOR).with_only_columns(Thread.category_id, maintain_column_froms=True)
    filled = set(db.session.scalars(used.distinct()))
    rows = db.session.scalars(visible_categories(VISITOR)).all()
    filled |= {row.parent_id for row in rows if row.id in filled and row.parent_id is not None}
    return [row for row in rows if row.id in filled]
