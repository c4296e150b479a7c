"""The rule every reading of articles begins with."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from forum.categories.models import Category
from forum.categories.queries import audiences_of
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.permissions import Actor, Permission
from forum.knowledge.models import READABLE, Article, ArticleStatus


@dataclass(frozen=True, slots=True)
class Archived:
    """An article that is read no more, and what took its place, if readers have that."""

    successor: Article | None


def visible_rules(viewer: Actor) -> tuple[ColumnElement[bool], ...]:
    """What holds for an article, joined with its category, that the viewer may see."""
    audience = Category.audience.in_(audiences_of(viewer))
    if viewer.can(Permission.WRITE_ARTICLE):
        return (audience,)
    return (audience, Article.status.in_(READABLE))


def visible_to(viewer: Actor) -> Select[Article]:
    """Articles the viewer may see, each with its category; unpublished ones for writers only."""
    return (
        select(Article)
        .join(Article.category)
        .options(contains_eager(Article.category))
        .where(*visible_rules(viewer))
    )


def listed_rules(viewer: Actor, language: str) -> tuple[ColumnElement[bool], ...]:
    """What lists show: published, in the reader's language where there is such a version."""
    return (*visible_rules(viewer), Article.status.in_(READABLE), _best_version(language))


def _best_version(language: str) -> ColumnElement[bool]:
    """Each way to a version has its own index; as one condition they read all articles."""
    other = aliased(Article)
    readable = (other.language == language, other.status.in_(READABLE))
    original = func.coalesce(Article.translation_of_id, Article.id)
    translated = exists().where(other.translation_of_id == original, *readable)
    untranslated = exists().where(other.id == Article.translation_of_id, *readable)
    return or_(Article.language == language, and_(~translated, ~untranslated))


def get_article(article_id: int, viewer: Actor) -> Article:
    """One article with its category.

    Raises:
        NotFound: there is none, or not for this viewer.
    """
    article = db.session.scalar(visible_to(viewer).where(Article.id == article_id))
    if article is None:
        raise NotFound()
    return article


def articles_by_ids(ids: Iterable[int], viewer: Actor) -> dict[int, Article]:
    """The published ones of these articles that the viewer may see, each with its category."""
    wanted = list(ids)
    if not wanted:
        return {}
    rows = db.session.scalars(
        visible_to(viewer).where(Article.id.in_(wanted), Article.status.in_(READABLE))
    )
    return {article.id: article for article in rows}


def archived(article_id: int, viewer: Actor) -> Archived:
    """What became of an article that everybody had read until it was archived.

    Raises:
        NotFound: there was none, or never for this viewer.
    """
    row = db.session.execute(
        select(Article.id, Article.successor_id)
        .join(Article.category)
        .where(
            Article.id == article_id,
            Article.status == ArticleStatus.ARCHIVED,
            Article.published_at.is_not(None),
            Category.audience.in_(audiences_of(viewer)),
        )
    ).first()
    if row is None:
        raise NotFound()
    return Archived(articles_by_ids([row[1]], viewer).get(row[1]) if row[1] else None)
