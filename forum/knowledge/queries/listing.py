"""Lists for programs: every version of an article on its own, in whatever language it is."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, selectinload

from forum.core.db import db
from forum.core.paging import Page, keyset, page_of
from forum.core.permissions import Actor
from forum.knowledge.models import READABLE, Article
from forum.knowledge.queries.visible import visible_rules


def published(
    viewer: Actor,
    language: str | None,
    category_ids: Sequence[int] | None,
    cursor: str | None,
    size: int,
) -> Page[Article]:
    """Articles that readers have, the last updated first, each with its category and tags.

    Args:
        language: only those in this one.
        category_ids: only those of these categories.

    Raises:
        Invalid: the cursor is not one of ours.
    """
    statement = (
        select(Article)
        .join(Article.category)
        .options(contains_eager(Article.category), selectinload(Article.tags))
        .where(*visible_rules(viewer), Article.status.in_(READABLE))
    )
    if language is not None:
        statement = statement.where(Article.language == language)
    if category_ids is not None:
        statement = statement.where(Article.category_id.in_(category_ids))
    rows = db.session.scalars(keyset(statement, Article.updated_at, Article.id, cursor, size)).all()
    return page_of(rows, "updated_at", size)


def published_counts(viewer: Actor, language: str | None) -> dict[int, int]:
    """How many articles ``published`` finds in each category itself, by category id."""
    statement = (
        select(Article.category_id, func.count())
        .join(Article.category)
        .where(*visible_rules(viewer), Article.status.in_(READABLE))
        .group_by(Article.category_id)
    )
    if language is not None:
        statement = statement.where(Article.language == language)
    return {row[0]: row[1] for row in db.session.execute(statement)}
