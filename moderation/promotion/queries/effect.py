"""What became of those who read an article before they asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, and_, cast, func, literal, or_, select
from sqlalchemy.orm import aliased

from forum.core.db import db
from forum.finding.models import ClusterMember, DuplicateLink, ShownSuggestion
from forum.knowledge.models import Article, ArticleSource


@dataclass(frozen=True, slots=True)
class Effect:
    """How many read an article on their way to a question, and how many asked the same then."""

    article_id: int
    readers: int
    asked: int


def effects(article_ids: Iterable[int]) -> Sequence[Effect]:
    """Of these articles, since somebody last looked at each; those nobody read are left out."""
    wanted = list(article_ids)
    if not wanted:
        return []
    shown = ShownSuggestion
    rows = db.session.execute(
        select(
            Article.id,
            func.count(shown.ask_key.distinct()),
            func.count(shown.ask_key.distinct()).filter(_asks_the_same()),
        )
        .join(shown, shown.document_key == literal("article:") + cast(Article.id, String))
        .where(
            Article.id.in_(wanted),
            or_(shown.opened_at.is_not(None), shown.outcome.is_not(None)),
            shown.shown_at > func.coalesce(Article.checked_at, Article.published_at),
        )
        .group_by(Article.id)
    )
    return [Effect(*row) for row in rows]


def _asks_the_same() -> ColumnElement[bool]:
    """The question asked after reading belongs to those that the article was made of."""
    asked = ShownSuggestion.thread_id
    sources = select(ArticleSource.thread_id).where(ArticleSource.article_id == Article.id)
    own, other = aliased(ClusterMember), aliased(ClusterMember)
    together = (
        select(own.thread_id)
        .join(other, other.cluster_id == own.cluster_id)
        .where(own.thread_id == asked, other.thread_id.in_(sources.correlate(Article)))
        .correlate(ShownSuggestion, Article)
        .exists()
    )
    linked = (
        select(DuplicateLink.id)
        .where(
            DuplicateLink.thread_id == asked,
            DuplicateLink.undone_at.is_(None),
            or_(
                DuplicateLink.target_article_id == Article.id,
                DuplicateLink.target_thread_id.in_(sources.correlate(Article)),
            ),
        )
        .correlate(ShownSuggestion, Article)
        .exists()
    )
    return and_(asked.is_not(None), or_(together, linked))
