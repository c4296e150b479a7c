"""Reading one article, with everything its page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Integer, Select, String, and_, bindparam, func, or_, select
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
    ArticleFollow,
    ArticleSource,
    PathStep,
    article_tags,
)
from forum.knowledge.queries.visible import visible_to
from forum.knowledge.sections import Section, contents
from forum.threads.models import Thread

RELATED_ARTICLES = 5
ARTICLE_ID: BindParameter[int] = bindparam("article_id", type_=Integer)


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
    follows: bool
    on_path: bool  # whether it, or its original, is one of those to begin with

    @property
    def newer_original(self) -> Article | None:
        """What it is a translation of, where that says something else by now."""
        article = self.article
        return next(
            (
                other
                for other in self.languages
                if other.id == article.translation_of_id
                and article.translated_revision is not None
                and article.translated_revision < other.revision_number
            ),
            None,
        )


def article_page(article_id: int, viewer: Actor, reader_key: str | None) -> ArticlePage:
    """Everything the page of one article needs, in a fixed number of statements.

    Raises:
        NotFound: there is no such article for this viewer.
    """
    chosen = parameters(viewer, article_id=article_id)
    row = db.session.execute(_page_statement(kind_of(viewer)), chosen).unique().first()
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
        follows=row[2] is not None,
        on_path=bool(row[3]),
    )


@cache
def _page_statement(kind: ViewerKind) -> Select[*tuple[Any, ...]]:
    parent = aliased(Category)
    first = func.coalesce(Article.translation_of_id, Article.id)
    steps = select(PathStep.id).where(PathStep.article_id.in_((Article.id, first)))
    return (
        visible_to(kind)
        .add_columns(parent, ArticleFollow.user_id, steps.exists())
        .outerjoin(
            parent,
            and_(parent.id == Category.parent_id, parent.audience.in_(audiences_of(kind))),
        )
        .outerjoin(
            ArticleFollow,
            and_(ArticleFollow.article_id == Article.id, ArticleFollow.user_id == kind.id),
        )
        .options(joinedload(Article.tags))
        .where(Article.id == ARTICLE_ID)
    )


_FEEDBACK = select(ArticleFeedback).where(
    ArticleFeedback.article_id == ARTICLE_ID, ArticleFeedback.reader_key == bindparam("reader_key")
)


def feedback_of(article_id: int, reader_key: str | None) -> ArticleFeedback | None:
    """What a reader said of an article; a reader without a key said nothing."""
    if reader_key is None:
        return None
    return db.session.scalar(_FEEDBACK, {"article_id": article_id, "reader_key": reader_key})


def related(article: Article, viewer: Actor) -> Sequence[Article]:
    """Articles in the same language that share most tags, else those next to it."""
    chosen = parameters(
        viewer, article_id=article.id, language=article.language, category_id=article.category_id
    )
    return db.session.scalars(_related_statement(kind_of(viewer)), chosen).all()


@cache
def _related_statement(kind: ViewerKind) -> Select[Article]:
    own = select(article_tags.c.tag_id).where(article_tags.c.article_id == ARTICLE_ID)
    shared = (
        select(func.count())
        .select_from(article_tags)
        .where(article_tags.c.article_id == Article.id, article_tags.c.tag_id.in_(own))
        .scalar_subquery()
    )
    beside = aliased(Article)  # by its indexes: asked of each article, all of them would be read
    place = bindparam("category_id", type_=Integer)
    near = select(beside.id).where(beside.category_id == place)
    alike = select(article_tags.c.article_id).where(article_tags.c.tag_id.in_(own))
    return (
        visible_to(kind)
        .where(
            Article.id != ARTICLE_ID,
            Article.language == bindparam("language", type_=String),
            Article.status.in_(READABLE),
            Article.id.in_(near.union(alike)),
        )
        .order_by(shared.desc(), Article.helpful_count.desc(), Article.id.desc())
        .limit(RELATED_ARTICLES)
    )


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
    chosen = parameters(viewer, article_id=article.id)
    return db.session.scalars(_threads_statement(kind_of(viewer)), chosen).all()


@cache
def _threads_statement(kind: ViewerKind) -> Select[Thread]:
    used = select(ArticleSource.thread_id).where(ArticleSource.article_id == ARTICLE_ID)
    return (
        select(Thread)
        .join(Thread.category)
        .where(
            Thread.id.in_(used),
            Thread.deleted_at.is_(None),
            Thread.hidden_at.is_(None),
            Category.audience.in_(audiences_of(kind)),
        )
        .order_by(Thread.id)
    )


_CONTRIBUTORS = (
    select(User)
    .join(ArticleContributor, ArticleContributor.user_id == User.id)
    .where(ArticleContributor.article_id == ARTICLE_ID, User.deleted_at.is_(None))
    .order_by(User.id)
)


def _contributors_of(article: Article) -> Sequence[User]:
    return db.session.scalars(_CONTRIBUTORS, {"article_id": article.id}).all()


def _languages_of(article: Article, viewer: Actor) -> Sequence[Article]:
    first = article.translation_of_id or article.id
    chosen = parameters(viewer, article_id=article.id, first_id=first)
    return db.session.scalars(_languages_statement(kind_of(viewer)), chosen).all()


@cache
def _languages_statement(kind: ViewerKind) -> Select[Article]:
    first = bindparam("first_id", type_=Integer)
    return (
        visible_to(kind)
        .where(
            or_(Article.id == first, Article.translation_of_id == first),
            or_(Article.status.in_(READABLE), Article.id == ARTICLE_ID),
        )
        .order_by(Article.language)
    )
