"""Whoever followed an article follows what takes its place."""

from sqlalchemy import select

from forum.core.db import db
from forum.core.events import listens_to
from forum.knowledge.events import ArticleWithdrawn
from forum.knowledge.models import ArticleFollow


@listens_to(ArticleWithdrawn)
def follow_the_successor(event: ArticleWithdrawn) -> None:
    """Their rows here stay, should the article come back."""
    if event.successor_id is None:
        return
    follows = ArticleFollow.article_id
    there = select(ArticleFollow.user_id).where(follows == event.successor_id)
    rows = db.session.execute(
        select(ArticleFollow.user_id, ArticleFollow.created_at).where(
            follows == event.article_id, ArticleFollow.user_id.not_in(there)
        )
    )
    db.session.add_all(
        ArticleFollow(user_id=user_id, article_id=event.successor_id, created_at=created_at)
        for user_id, created_at in rows.all()
    )
    db.session.flush()
