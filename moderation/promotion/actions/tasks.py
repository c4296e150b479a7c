"""What to look at again in an article: opened by what happens, closed by people."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotAllowed, NotFound, Refused
from forum.core.pages import path_to
from forum.knowledge.models import Article, ArticleStatus
from forum.knowledge.queries import get_article
from forum.notifications.actions import happened
from forum.notifications.models import NotificationKind
from moderation.audit.log import record
from moderation.promotion import policy
from moderation.promotion.models import Cause, ReviewTask

DETAIL_MAX_CHARS = 500


@transactional
def open_task(
    article_id: int,
    cause: Cause,
    detail: str = "",
    thread_id: int | None = None,
    post_id: int | None = None,
) -> bool:
    """Have somebody look at an article; false where it is not read, or waits for this already."""
    article = locked(Article, article_id)
    if not article.is_readable or _open(article_id, cause) is not None:
        return False
    moment = clock.now()
    db.session.add(
        ReviewTask(
            article_id=article_id,
            cause=cause,
            detail=detail[:DETAIL_MAX_CHARS],
            thread_id=thread_id,
            post_id=post_id,
            opened_at=moment,
        )
    )
    if not article.is_doubted:
        article.status, article.status_changed_at = ArticleStatus.NEEDS_REVIEW, moment
    db.session.flush()
    if article.owner_id is not None:
        _tell(article, article.owner_id, None)
    return True


@transactional
def still_true(actor: User, article_id: int) -> Article:
    """Somebody looked at it, and it is right as it stands now: nothing is left to check.

    Raises:
        NotFound, NotAllowed. Refused: readers do not have it.
    """
    article = _held(actor, article_id)
    moment = clock.now()
    article.checked_at = moment
    if article.review_at is not None and article.review_at <= moment:
        article.review_at = None
    if article.status is ArticleStatus.NEEDS_REVIEW:
        article.status = ArticleStatus.PUBLISHED
        article.status_changed_at, article.status_changed_by_id = moment, actor.id
    follow_original(article)
    close_tasks(article, actor, moment)
    record(actor.id, "confirm", "article", article.id)
    return article


@transactional
def take(actor: User, article_id: int) -> Article:
    """Say that one looks at an article now; raises also Refused where somebody else does."""
    article = _hand_to(actor, article_id, actor.id)
    record(actor.id, "claim", "article", article.id)
    return article


@transactional
def give_back(actor: User, article_id: int) -> Article:
    """It waits for anybody again; whoever holds it, any writer may free it."""
    article = _held(actor, article_id)
    for task in open_tasks(article_id):
        task.taken_by_id = task.taken_at = None
    record(actor.id, "release", "article", article.id)
    return article


@transactional
def hand_to_owner(actor: User, article_id: int) -> Article:
    """Whoever answers for the article looks at it.

    Raises:
        NotFound, NotAllowed. Refused: nobody answers for it.
    """
    article = _held(actor, article_id)
    if article.owner_id is None:
        raise Refused(_("Nobody answers for this article yet."), _("Give it an owner first."))
    _hand_to(actor, article_id, article.owner_id)
    _tell(article, article.owner_id, actor.id)
    record(actor.id, "assign", "article", article.id, after=f"user {article.owner_id}")
    return article


def close_tasks(article: Article, actor: User, moment: datetime) -> None:
    """Inside the caller's transaction: nothing is left to look at."""
    for task in open_tasks(article.id):
        task.closed_at, task.closed_by_id = moment, actor.id


def follow_original(article: Article) -> None:
    """Inside the caller's transaction: a translation says what its original says now."""
    if article.translation_of_id is not None:
        original = db.session.get_one(Article, article.translation_of_id)
        article.translated_revision = original.revision_number


def open_tasks(article_id: int) -> list[ReviewTask]:
    """What is to be looked at in an article."""
    rows = select(ReviewTask).where(
        ReviewTask.article_id == article_id, ReviewTask.closed_at.is_(None)
    )
    return list(db.session.scalars(rows.order_by(ReviewTask.id)))


def _open(article_id: int, cause: Cause) -> ReviewTask | None:
    return next((task for task in open_tasks(article_id) if task.cause is cause), None)


def _held(actor: User, article_id: int) -> Article:
    article = locked(Article, article_id)
    get_article(article_id, actor)
    if not policy.can_write(actor):
        raise NotAllowed()
    if not article.is_readable:
        raise Refused(_("Readers do not have this article, so there is nothing to check."))
    return article


def _tell(article: Article, person_id: int, actor_id: int | None) -> None:
    happened(
        NotificationKind.ARTICLE_TO_CHECK,
        actor_id,
        mentioned_ids=[person_id],
        elsewhere=(article.title, path_to("desk.promotion.edit", article_id=article.id)),
    )


def _hand_to(actor: User, article_id: int, to_id: int) -> Article:
    article = _held(actor, article_id)
    tasks = open_tasks(article_id)
    if not tasks:
        raise Refused(_("Nothing in this article waits to be checked any more."))
    if any(task.taken_by_id not in {None, actor.id, to_id} for task in tasks):
        raise Refused(_("A colleague looks at this article already."))
    if db.session.get(User, to_id) is None:
        raise NotFound()
    for task in tasks:
        task.taken_by_id, task.taken_at = to_id, clock.now()
    return article
