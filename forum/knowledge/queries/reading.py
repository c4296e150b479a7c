"""Reading one article, with everything its page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from forum.accounts.models import User
from forum.categories.models import Category
from forum.categories.queries import audiences_of
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.permissions import Actor
from forum.core.statements import ViewerKind, kind_of, parameters
from forum.knowledge.models import (
    READABLE,
    Article,
    ArticleContributor,
    ArticleFeedback,
    ArticleSource,
    article_tags,
)
from forum.knowledge.queries.visible import visible_to
from forum.knowledge.sections import Section, contents
from forum.threads.models import Thread

RELATED_ARTICLES = 5


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Everything the page of one article shows."""

    article: Article
    parent: Category | None
    contents: Sequence[Section]
    threads: Sequence[Thread]
    contributors: Sequence[User]
    languages: Sequence[Article]  # the same in other languages, this one included
    related: Sequence[Article]
    answer: ArticleFeedback | None  # what this reader said of it


def article_page(article_id: int, viewer: Actor, reader_key: str | None) -> ArticlePage:
    """Everything the page of one article needs, in a fixed number of statements.

    Raises:
        NotFound: there is no such article for this viewer.
    """
    parent = aliased(Category)
    row = (
        db.session.execute(
            visible_to(viewer)
            .add_columns(parent)
            .outerjoin(
                parent,
                and_(parent.id == Category.parent_id, parent.audience.in_(audiences_of(viewer))),
            )
            .options(joinedload(Article.tags))
            .where(Article.id == article_id)
        )
        .unique()
        .first()
    )
    if row is None:
        raise NotFound()
    article: Article = row[0]
    return ArticlePage(
        article=article,
        parent=row[1],
        contents=contents(article.html),
        threads=_threads_of(article, viewer),
        contributors=_contributors_of(article),
        languages=_languages_of(article, viewer),
        related=related(article, viewer),
        answer=feedback_of(article.id, reader_key),
    )


def feedback_of(article_id: int, reader_key: str | None) -> ArticleFeedback | None:
    """What a reader said of an article; a reader without a key said nothing."""
    if reader_key is None:
        return None
    return db.session.scalar(
        select(ArticleFeedback).where(
            ArticleFeedback.article_id == article_id, ArticleFeedback.reader_key == reader_key
        )
    )


def related(article: Article, viewer: Actor) -> Sequence[Article]:
    """Articles in the same language that share most tags, else those next to it."""
    own = select(article_tags.c.tag_id).where(article_tags.c.article_id == article.id)
    shared = (
        select(func.count())
        .select_from(article_tags)
        .where(article_tags.c.article_id == Article.id, article_tags.c.tag_id.in_(own))
        .scalar_subquery()
    )
    return db.session.scalars(
        visible_to(viewer)
        .where(
            Article.id != article.id,
            Article.language == article.language,
            Article.status.in_(READABLE),
            or_(Article.category_id == article.category_id, shared > 0),
        )
        .order_by(shared.desc(), Article.helpful_count.desc(), Article.id.desc())
        .limit(RELATED_ARTICLES)
    ).all()


def of_threads(thread_ids: Sequence[int], viewer: Actor) -> Sequence[tuple[int, Article, int]]:
    """Published articles that grew out of threads: (thread id, article, number of its threads)."""
    chosen = parameters(viewer, thread_ids=list(thread_ids))
    rows = db.session.execute(_of_threads(kind_of(viewer)), chosen)
    return [(thread_id, article, total) for article, thread_id, total in rows]


@cache
def _of_threads(kind: ViewerKind) -> Select[*tuple[Any, ...]]:
    here, every = aliased(ArticleSource), aliased(ArticleSource)
    number = (
        select(func.count(every.thread_id.distinct()))
        .where(every.article_id == Article.id)
        .scalar_subquery()
    )
    return (
        visible_to(kind)
        .join(here, here.article_id == Article.id)
        .add_columns(here.thread_id, number)
        .where(
            here.thread_id.in_(bindparam("thread_ids", expanding=True)),
            Article.status.in_(READABLE),
        )
        .order_by(Article.published_at, Article.id)
        .distinct()
    )


def _threads_of(article: Article, viewer: Actor) -> Sequence[Thread]:
    used = select(ArticleSource.thread_id).where(ArticleSource.article_id == article.id)
    return db.session.scalars(
        select(Thread)
        .join(Thread.category)
        .where(
            Thread.id.in_(used),
            Thread.deleted_at.is_(None),
            Thread.hidden_at.is_(None),
            Category.audience.in_(audiences_of(viewer)),
        )
        .order_by(Thread.id)
    ).all()


def _contributors_of(article: Article) -> Sequence[User]:
    return db.session.scalars(
        select(User)
        .join(ArticleContributor, ArticleContributor.user_id == User.id)
        .where(ArticleContributor.article_id == article.id, User.deleted_at.is_(None))
        .order_by(User.id)
    ).all()


def _languages_of(article: Article, viewer: Actor) -> Sequence[Article]:
    first = article.translation_of_id or article.id
    return db.session.scalars(
        visible_to(viewer)
        .where(
            or_(Article.id == first, Article.translation_of_id == first),
            or_(Article.status.in_(READABLE), Article.id == article.id),
        )
        .order_by(Article.language)
    ).all()
