"""What takes an article's place has its followers, and its place among those to begin with."""

from sqlalchemy import select, update

from forum.core.db import db
from forum.core.events import listens_to
from forum.knowledge.events import ArticleWithdrawn
from forum.knowledge.models import ArticleFollow, PathStep


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


@listens_to(ArticleWithdrawn)
def begin_with_the_successor(event: ArticleWithdrawn) -> None:
    """Where the successor is a step already, one is enough."""
    if event.successor_id is None:
        return
    known = select(PathStep.product_id).where(PathStep.article_id == event.successor_id)
    db.session.execute(
        update(PathStep)
        .where(
            PathStep.article_id == event.article_id,
            PathStep.product_id.not_in(known),
        )
        .values(article_id=event.successor_id)
        .execution_options(synchronize_session=False)
    )
