"""Whoever follows a duplicate of an article hears when the article says something else.

A thread that is the answer needs nothing here: a link makes the followers of its duplicates its
own, and whatever is marked there is told to them.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.core.events import listens_to
from forum.finding.models import DuplicateLink
from forum.knowledge.events import ArticleEdited
from forum.knowledge.models import Article, ArticleFollow
from forum.notifications.actions import happened
from forum.notifications.audiences import finds_people
from forum.notifications.models import Happening, NotificationKind
from forum.reactions.models import Follow

TOLD_EVERY = timedelta(days=1)  # an article is often saved many times in an afternoon


@listens_to(ArticleEdited)
def tell_of_changed_article(event: ArticleEdited) -> None:
    """Once a day at most, and only where somebody was led there."""
    article = db.session.get_one(Article, event.article_id)
    told_lately = select(Happening.id).where(
        Happening.kind == NotificationKind.ARTICLE_CHANGED,
        Happening.article_id == article.id,
        Happening.created_at > clock.now() - TOLD_EVERY,
    )
    led_there = select(DuplicateLink.id).where(
        DuplicateLink.target_article_id == article.id, DuplicateLink.undone_at.is_(None)
    )
    if not article.is_readable or not db.session.scalar(led_there.limit(1)):
        return
    if not db.session.scalar(told_lately.limit(1)):
        happened(NotificationKind.ARTICLE_CHANGED, event.actor_id, article_id=article.id)


@finds_people(NotificationKind.ARTICLE_CHANGED)
def followers_of_duplicates(happening: Happening) -> Sequence[int]:
    """Everyone who follows a question that was linked to it, and not the article itself."""
    hears_already = select(ArticleFollow.user_id).where(
        ArticleFollow.article_id == happening.article_id
    )
    return db.session.scalars(
        select(Follow.user_id)
        .join(DuplicateLink, DuplicateLink.thread_id == Follow.thread_id)
        .where(
            DuplicateLink.target_article_id == happening.article_id,
            DuplicateLink.undone_at.is_(None),
            Follow.user_id.not_in(hears_already),
        )
        .distinct()
    ).all()
