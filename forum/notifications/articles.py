"""Whoever follows an article hears when it says something else, comes back, is replaced or
translated."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import Select, or_, select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.core.events import listens_to
from forum.knowledge.changes import is_substantial
from forum.knowledge.events import ArticleEdited, ArticlePublished, ArticleWithdrawn
from forum.knowledge.models import Article, ArticleContributor, ArticleFollow, ArticleRevision
from forum.notifications.actions import happened
from forum.notifications.audiences import finds_people
from forum.notifications.models import Happening, NotificationKind

TOLD_EVERY = timedelta(days=1)  # an article is often saved many times in an afternoon


@listens_to(ArticleEdited)
def tell_of_change(event: ArticleEdited) -> None:
    """Once a day at most, and not of a comma."""
    article = db.session.get_one(Article, event.article_id)
    if not article.is_readable or not _is_followed(article.id) or _told_lately(article.id):
        return
    if _says_something_else(event):
        happened(NotificationKind.FOLLOWED_CHANGED, event.actor_id, article_id=article.id)


@listens_to(ArticlePublished)
def tell_of_publication(event: ArticlePublished) -> None:
    """It is there again, or it is the translation of one that is followed."""
    if event.was_readable:
        return
    if not event.first_time:
        if _is_followed(event.article_id):
            happened(NotificationKind.FOLLOWED_BACK, event.actor_id, article_id=event.article_id)
        return
    article = db.session.get_one(Article, event.article_id)
    if article.translation_of_id is not None:
        happened(NotificationKind.FOLLOWED_TRANSLATED, event.actor_id, article_id=event.article_id)


@listens_to(ArticleWithdrawn)
def tell_of_successor(event: ArticleWithdrawn) -> None:
    """What took its place."""
    people = db.session.scalars(_followers(event.article_id)).all()
    if event.successor_id is not None and people:
        happened(
            NotificationKind.FOLLOWED_REPLACED,
            event.actor_id,
            article_id=event.successor_id,
            mentioned_ids=sorted(people),
        )


@finds_people(NotificationKind.FOLLOWED_CHANGED)
@finds_people(NotificationKind.FOLLOWED_BACK)
def followers(happening: Happening) -> Iterable[int]:
    """Everyone who follows it now."""
    return db.session.scalars(_followers(happening.article_id)).all()


@finds_people(NotificationKind.FOLLOWED_REPLACED)
def followers_of_the_old(happening: Happening) -> Iterable[int]:
    """Everyone who followed what was replaced."""
    return happening.mentioned_ids


@finds_people(NotificationKind.FOLLOWED_TRANSLATED)
def readers_of_the_language(happening: Happening) -> Iterable[int]:
    """Who follows another version and reads this language; not who is thanked on it anyway."""
    article = db.session.get_one(Article, happening.article_id)
    first = article.translation_of_id
    thanked = select(ArticleContributor.user_id).where(ArticleContributor.article_id == article.id)
    return db.session.scalars(
        select(ArticleFollow.user_id)
        .join(Article, Article.id == ArticleFollow.article_id)
        .join(User, User.id == ArticleFollow.user_id)
        .where(
            or_(Article.id == first, Article.translation_of_id == first),
            User.language.in_(("", article.language)),
            ArticleFollow.user_id.not_in(thanked),
        )
        .distinct()
    ).all()


def _followers(article_id: int | None) -> Select[int]:
    return select(ArticleFollow.user_id).where(ArticleFollow.article_id == article_id)


def _is_followed(article_id: int) -> bool:
    return db.session.scalar(_followers(article_id).limit(1)) is not None


def _told_lately(article_id: int) -> bool:
    lately = select(Happening.id).where(
        Happening.kind == NotificationKind.FOLLOWED_CHANGED,
        Happening.article_id == article_id,
        Happening.created_at > clock.now() - TOLD_EVERY,
    )
    return db.session.scalar(lately.limit(1)) is not None


def _says_something_else(event: ArticleEdited) -> bool:
    now, before = db.session.execute(
        select(ArticleRevision.title, ArticleRevision.source)
        .where(
            ArticleRevision.article_id == event.article_id,
            ArticleRevision.number.in_((event.revision, event.revision - 1)),
        )
        .order_by(ArticleRevision.number.desc())
    ).all()
    return is_substantial("\n".join(before), "\n".join(now))
