"""The states of an article: into review, out to everyone, back, and into the archive."""

from collections.abc import Callable
from datetime import datetime

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete, select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotAllowed, Refused
from forum.core.events import publish
from forum.core.permissions import Permission
from forum.knowledge.events import ArticlePublished, ArticleSubmitted, ArticleWithdrawn
from forum.knowledge.models import Article, ArticleSource, ArticleStatus
from forum.knowledge.queries import get_article
from forum.threads.models import ThreadEvent, ThreadEventKind
from moderation.promotion import policy, queries


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
    second = current_app.config["THREADWELL"].second_pair_of_eyes
    if policy.needs_second_person(actor, article, second):
        raise Refused(
            _("You wrote this draft, so somebody else has to publish it the first time."),
            _("These people can: %(names)s.", names=", ".join(queries.who_can_publish(actor))),
        )
    moment = at or clock.now()
    was_readable = article.is_readable
    first_time = article.published_at is None
    _set_status(article, ArticleStatus.PUBLISHED, actor, moment)
    if first_time:
        article.published_at, article.published_by_id = moment, actor.id
        article.updated_at = max(article.updated_at, moment)
    if not was_readable:
        _tell_threads(article, actor, moment)
    publish(ArticlePublished(article.id, actor.id, first_time))
    return article


@transactional
def withdraw(actor: User, article_id: int) -> Article:
    """Back among the drafts: nobody but writers sees it from now on.

    Raises:
        NotFound, NotAllowed. Refused: it is a draft already.
    """
    article = _held(actor, article_id, Permission.WRITE_ARTICLE, policy.can_withdraw)
    return _take_back(article, ArticleStatus.DRAFT, actor)


@transactional
def archive(actor: User, article_id: int) -> Article:
    """Put it away with its history; its address answers as if it had never been.

    Raises:
        NotFound, NotAllowed. Refused: it is in the archive already.
    """
    article = _held(actor, article_id, Permission.PUBLISH_ARTICLE, policy.can_archive)
    return _take_back(article, ArticleStatus.ARCHIVED, actor)


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


def _take_back(article: Article, status: ArticleStatus, actor: User) -> Article:
    before = article.status
    if article.is_readable:
        db.session.execute(
            delete(ThreadEvent).where(
                ThreadEvent.kind == ThreadEventKind.ARTICLE, ThreadEvent.detail == str(article.id)
            )
        )
    _set_status(article, status, actor, clock.now())
    publish(ArticleWithdrawn(article.id, actor.id, before, status))
    return article


def _set_status(article: Article, status: ArticleStatus, actor: User, moment: datetime) -> None:
    article.status = status
    article.status_changed_at, article.status_changed_by_id = moment, actor.id


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
