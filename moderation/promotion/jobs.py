"""What time does to articles; each sweep is safe twice and side by side."""

from collections.abc import Iterable
from datetime import timedelta

from flask import current_app
from sqlalchemy import func, or_, select

from forum.core import clock, jobs
from forum.core.db import db
from forum.knowledge.models import READABLE, Article, ArticleStatus
from moderation.promotion import policy, queries
from moderation.promotion.actions.publishing import publish_due
from moderation.promotion.actions.tasks import open_task
from moderation.promotion.models import Cause

BATCH_ARTICLES = 50
ROUND_MINUTES = 60  # each article's readers are counted once an hour, a share of them each minute


@jobs.sweep
def publish_at_their_time() -> None:
    """Publish what waited for its time."""
    publish_due()


@jobs.sweep
def look_at_the_old() -> None:
    """Have somebody look at what nobody has looked at for long, or whose day has come."""
    now = clock.now()
    long_ago = now - timedelta(days=current_app.config["THREADWELL"].articles_checked_days)
    since = func.coalesce(Article.checked_at, Article.published_at)
    of_age = Article.review_at.is_(None) & (since <= long_ago)
    due = (
        select(Article.id)
        .where(Article.status == ArticleStatus.PUBLISHED, or_(Article.review_at <= now, of_age))
        .order_by(Article.id)
        .limit(BATCH_ARTICLES)
    )
    for article_id in db.session.scalars(due).all():
        open_task(article_id, Cause.AGE)


@jobs.sweep
def look_at_what_fails() -> None:
    """Have somebody look at articles whose readers ask all the same."""
    share = clock.now().minute % ROUND_MINUTES
    ids = db.session.scalars(
        select(Article.id).where(Article.status.in_(READABLE), Article.id % ROUND_MINUTES == share)
    ).all()
    doubt_failing(ids)


def doubt_failing(article_ids: Iterable[int]) -> None:
    """Open a task for each of these articles that fails."""
    for effect in queries.effects(article_ids):
        if policy.is_failing(effect.readers, effect.asked):
            figures = f"{effect.asked}/{effect.readers}"
            open_task(effect.article_id, Cause.STILL_ASKED, detail=figures)
