"""What is sent: made from the rows at that moment, and only what every visitor can read.

Events for staff say so themselves, and tell of questions in categories for the team, too.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from forum.accounts.current import VISITOR
from forum.accounts.models import User
from forum.announcements.models import Announcement, AnnouncementKind
from forum.announcements.queries import visible_to as visible_announcements
from forum.categories.models import Category
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.pages import absolute, path_to
from forum.knowledge.cards import article_url
from forum.syndication.queries import public_article
from forum.threads.models import MarkKind, Post, Thread
from forum.threads.models.mark import AnswerMark
from forum.threads.queries import visible_posts, visible_to
from forum.threads.states import thread_url
from moderation.webhooks.kinds import EventKind, audience_of
from moderation.webhooks.models import WebhookDelivery

Data = dict[str, Any]  # JSON for programs outside
_WITH_IT = (joinedload(Thread.author), joinedload(Thread.product), selectinload(Thread.tags))


def body_of(delivery: WebhookDelivery) -> Data | None:
    """The whole body; None where no visitor can read any more what it would tell of."""
    try:
        data = _MAKERS[delivery.event](delivery)
    except NotFound:
        return None
    return {
        "id": delivery.uid,
        "event": delivery.event.value,
        "audience": audience_of(delivery.event),
        "happened_at": delivery.happened_at.isoformat(timespec="seconds"),
        "site": current_app.config["THREADWELL"].site_url,
        "data": data,
    }


def _ping(_delivery: WebhookDelivery) -> Data:
    return {"message": "This is a test. Nothing happened."}


def _question(delivery: WebhookDelivery) -> Data:
    return {"question": _thread(_one(visible_to(VISITOR), delivery.object_id))}


def _official(delivery: WebhookDelivery) -> Data:
    found = db.session.execute(
        visible_to(VISITOR)
        .join(Post, Post.thread_id == Thread.id)
        .join(AnswerMark, AnswerMark.post_id == Post.id)
        .add_columns(Post)
        .options(*_WITH_IT, joinedload(Post.author))
        .where(
            Post.id == delivery.object_id,
            visible_posts(VISITOR),
            AnswerMark.kind == MarkKind.OFFICIAL,
            AnswerMark.revoked_at.is_(None),
        )
    ).first()
    if found is None:
        raise NotFound()
    thread, post = found
    url = absolute(path_to("threads.post", post_id=post.id))
    answer = {"id": post.id, "url": url, "author": _person(post.author)}
    return {"question": _thread(thread), "answer": answer}


def _article(delivery: WebhookDelivery) -> Data:
    article = public_article(delivery.object_id)
    return {
        "article": {
            "id": article.id,
            "url": absolute(article_url(article)),
            "title": article.title,
            "summary": article.summary,
            "language": article.language,
            "category": _category(article.category),
        }
    }


def _incident(delivery: WebhookDelivery) -> Data:
    found = db.session.scalar(
        visible_announcements(VISITOR).where(
            Announcement.id == delivery.object_id, Announcement.kind == AnnouncementKind.INCIDENT
        )
    )
    if found is None:
        raise NotFound()
    return {
        "incident": {
            "id": found.id,
            "url": absolute(path_to("announcements.show", announcement_id=found.id)),
            "title": found.title,
            "language": found.language or None,
            "category": _category(found.category) if found.category is not None else None,
            "starts_at": _moment(found.starts_at),
            "ends_at": _moment(found.ends_at),
            "closed_at": _moment(found.closed_at),
        }
    }


def _clock(delivery: WebhookDelivery) -> Data:
    every = select(Thread).where(Thread.deleted_at.is_(None), Thread.hidden_at.is_(None))
    every = every.options(joinedload(Thread.category))
    thread = _one(every, delivery.object_id)
    return {
        "question": _thread(thread),
        "severity": thread.severity.value,
        "clock": delivery.clock_name,
        "due_at": _moment(delivery.clock_due_at),
        "desk_url": absolute(path_to("desk.thread", thread_id=thread.id)),
    }


def _one(threads: Select[Thread], thread_id: int) -> Thread:
    thread = db.session.scalar(threads.where(Thread.id == thread_id).options(*_WITH_IT))
    if thread is None:
        raise NotFound()
    return thread


def _thread(thread: Thread) -> Data:
    return {
        "id": thread.id,
        "url": absolute(thread_url(thread)),
        "title": thread.title,
        "type": thread.type.value,
        "language": thread.language,
        "category": _category(thread.category),
        "product": thread.product.slug if thread.product is not None else None,
        "tags": [tag.slug for tag in thread.tags],
        "author": _person(thread.author),
        "asked_at": _moment(thread.created_at),
    }


def _category(category: Category) -> Data:
    return {"slug": category.slug, "name": category.name_en}


def _person(person: User) -> Data:
    url = absolute(path_to("people.show", name=person.address))
    return {"name": person.name, "url": url, "standing": person.standing or "member"}


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment is not None else None


_MAKERS: dict[EventKind, Callable[[WebhookDelivery], Data]] = {
    EventKind.PING: _ping,
    EventKind.QUESTION_CREATED: _question,
    EventKind.ANSWER_OFFICIAL: _official,
    EventKind.ARTICLE_PUBLISHED: _article,
    EventKind.INCIDENT_STARTED: _incident,
    EventKind.INCIDENT_UPDATED: _incident,
    EventKind.INCIDENT_CLOSED: _incident,
    EventKind.CLOCK_DUE_SOON: _clock,
    EventKind.CLOCK_BREACHED: _clock,
}
