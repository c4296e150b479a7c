"""Keeping true which block of an article carries which words of which post."""

from sqlalchemy import select

from forum.core.db import db
from forum.knowledge.models import Article, ArticleSource
from moderation.promotion.binding import Bound, rebind
from moderation.promotion.blocks import paragraphs_of


def trace(article: Article, before: str) -> None:
    """Find the words again that were taken from posts, after the text was ``before``.

    Inside the caller's transaction. Rows whose words are gone stay: a later revision may bring
    them back.
    """
    rows = db.session.scalars(
        select(ArticleSource).where(
            ArticleSource.article_id == article.id, ArticleSource.post_id.is_not(None)
        )
    ).all()
    if not rows:
        return
    bound = [Bound(row.id, row.paragraph, row.position) for row in rows]
    found = rebind(bound, paragraphs_of(before), paragraphs_of(article.source))
    for row in rows:
        row.position = found[row.id]
