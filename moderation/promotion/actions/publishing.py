"""The states of an article: into review, out to everyone, back, and into the archive."""

import logging
from collections.abc import Callable
from datetime import datetime

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete, select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotAllowed, NotFound, Refused
from forum.core.events import publish
from forum.core.permissions import Permission
from forum.knowledge.events import ArticlePublished, ArticleSubmitted, ArticleWithdrawn
from forum.knowledge.models import Article, ArticleSource, ArticleStatus
from forum.knowledge.queries import get_article
from forum.threads.models import ThreadEvent, ThreadEventKind
from moderation.audit.log import record
from moderation.promotion import policy, queries
from moderation.promotion.actions.tasks import close_tasks

logger = logging.getLogger(__name__)


@transactional
def submit(actor: User, article_id: int) -> Article:
    """Hand a draft to whoever reviews it.

    Raises:
        NotFound, NotAllowed. Refused: it is not a draft.
    """
    article = _held(actor, article_id, Permission.WRITE_ARTICLE, policy.can_submit)
    _set_status(article, ArticleStatus.IN_REVIEW, actor, clock.now())
    publish(ArticleSubmitted(article.id, actor.id))
    return article


@transactional
def publish_article(actor: User, article_id: int, at: datetime | None = None) -> Article:
    """Let everyone read it, and tell the threads it grew out of.

    Raises:
        NotFound, NotAllowed. Refused: it is public or archived, or needs a second person.
    """
    article = _held(actor, article_id, Permission.PUBLISH_ARTICLE, policy.can_publish)
    _ensure_second_person(actor, article)
    moment = at or clock.now()
    was_readable = article.is_readable
    first_time = article.published_at is None
    _set_status(article, ArticleStatus.PUBLISHED, actor, moment)
    article.checked_at = moment
    if first_time:
        article.published_at, article.published_by_id = moment, actor.id
        article.updated_at = max(article.updated_at, moment)
    if not was_readable:
        _tell_threads(article, actor, moment)
    close_tasks(article, actor, moment)
    publish(ArticlePublished(article.id, actor.id, first_time, was_readable))
    return article


@transactional
def schedule(actor: User, article_id: int, moment: datetime) -> Article:
    """Have it published at a time that lies ahead, by whoever sets that time.

    Raises:
        NotFound, NotAllowed. Refused: the time is over, it is public or archived already, or it
            needs a second person.
    """
    article = _held(actor, article_id, Permission.PUBLISH_ARTICLE, policy.can_schedule)
    if moment <= clock.now():
        raise Refused(
            _("This time is over already."), _("Choose one that lies ahead, or publish it now.")
        )
    _ensure_second_person(actor, article)
    article.publish_at, article.publish_by_id = moment, actor.id
    record(actor.id, "schedule", "article", article.id, after=moment.isoformat(timespec="minutes"))
    return article


@transactional
def unschedule(actor: User, article_id: int) -> Article:
    """It waits for somebody again, not for a time.

    Raises:
        NotFound, NotAllowed. Refused: no time was set.
    """
    article = _held(actor, article_id, Permission.PUBLISH_ARTICLE, policy.is_scheduled)
    _forget_time(article)
    record(actor.id, "unschedule", "article", article.id)
    return article


def publish_due() -> int:
    """Publish what waited for its time; how many it were.

    What may not be published any more by whoever set the time goes back to waiting for somebody.
    """
    due = select(Article.id, Article.publish_by_id).where(
        Article.publish_at.is_not(None), Article.publish_at <= clock.now()
    )
    published = 0
    for article_id, actor_id in db.session.execute(due).all():
        actor = db.session.get(User, actor_id)
        try:
            if actor is not None:
                publish_article(actor, article_id)
                published += 1
        except (NotAllowed, NotFound, Refused):
            logger.warning("article %s could not be published at its time", article_id)
            give_up_time(article_id)
    return published


@transactional
def give_up_time(article_id: int) -> None:
    """Nobody stands behind the time any more: it waits for somebody."""
    _forget_time(locked(Article, article_id))


@transactional
def withdraw(actor: User, article_id: int) -> Article:
    """Back among the drafts: nobody but writers sees it from now on.

    Raises:
        NotFound, NotAllowed. Refused: it is a draft already.
    """
    article = _held(actor, article_id, Permission.WRITE_ARTICLE, policy.can_withdraw)
    return _take_back(article, ArticleStatus.DRAFT, actor)


@transactional
def archive(actor: User, article_id: int, successor_id: int | None = None) -> Article:
    """Put it away with its history; who had its address is led to its successor, or told.

    Raises:
        NotFound, NotAllowed. Refused: it is in the archive already, or its successor is not read.
    """
    article = _held(actor, article_id, Permission.PUBLISH_ARTICLE, policy.can_archive)
    if successor_id is not None:
        successor = db.session.get(Article, successor_id)
        if successor is None or successor.id == article.id or not successor.is_readable:
            raise Refused(
                _("Only an article that is published can take its place."),
                _("Choose another one, or none."),
            )
        get_article(successor.id, actor)
    return _take_back(article, ArticleStatus.ARCHIVED, actor, successor_id)


def _ensure_second_person(actor: User, article: Article) -> None:
    second = current_app.config["THREADWELL"].second_pair_of_eyes
    if policy.needs_second_person(actor, article, second):
        raise Refused(
            _("You wrote this draft, so somebody else has to publish it the first time."),
            _("These people can: %(names)s.", names=", ".join(queries.who_can_publish(actor))),
        )


def _held(
    actor: User, article_id: int, needed: Permission, rule: Callable[[User, Article], bool]
) -> Article:
    article = locked(Article, article_id)
    get_article(article_id, actor)
    if not actor.can(needed):
        raise NotAllowed()
    if not rule(actor, article):
        raise Refused(
            _("This is not possible in the state the article is in now."),
            _("Open it again: somebody else may have been faster."),
        )
    return article


def _take_back(
    article: Article, status: ArticleStatus, actor: User, successor_id: int | None = None
) -> Article:
    before, moment = article.status, clock.now()
    if article.is_readable:
        db.session.execute(
            delete(ThreadEvent).where(
                ThreadEvent.kind == ThreadEventKind.ARTICLE, ThreadEvent.detail == str(article.id)
            )
        )
    _set_status(article, status, actor, moment)
    article.successor_id = successor_id
    close_tasks(article, actor, moment)
    publish(ArticleWithdrawn(article.id, actor.id, before, status, successor_id))
    return article


def _set_status(article: Article, status: ArticleStatus, actor: User, moment: datetime) -> None:
    article.status = status
    article.successor_id = None
    _forget_time(article)
    article.status_changed_at, article.status_changed_by_id = moment, actor.id


def _forget_time(article: Article) -> None:
    article.publish_at = article.publish_by_id = None


def _tell_threads(article: Article, actor: User, moment: datetime) -> None:
    """A line in the public timeline of each thread; its detail is the article's id."""
    threads = select(ArticleSource.thread_id).where(ArticleSource.article_id == article.id)
    db.session.add_all(
        ThreadEvent(
            thread_id=thread_id,
            kind=ThreadEventKind.ARTICLE,
            actor_id=actor.id,
            detail=str(article.id),
            created_at=moment,
        )
        for thread_id in db.session.scalars(threads.distinct())
    )
