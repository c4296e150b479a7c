"""The demo's inboxes: what happened lately, told to whom the site would have told, without mail."""

from datetime import datetime, timedelta

from sqlalchemy import select

from forum.core.db import db
from forum.knowledge.models import Article
from forum.notifications.models import Happening, Notification, NotificationKind
from forum.notifications.queries import recipients_of
from forum.threads.models import (
    AnswerMark,
    MarkKind,
    Post,
    PostKind,
    ThreadEvent,
    ThreadEventKind,
)
from moderation.demo.cast import Cast

TOLD_SINCE = timedelta(days=60)  # an inbox for a first look, not an archive
NEW_SINCE = timedelta(days=7)  # what is older was read
POST_KINDS = {
    PostKind.ANSWER: NotificationKind.ANSWER,
    PostKind.COMMENT: NotificationKind.COMMENT,
}
MARK_KINDS = {
    MarkKind.ACCEPTED: NotificationKind.ACCEPTED,
    MarkKind.VERIFIED: NotificationKind.SOLVED,
    MarkKind.OFFICIAL: NotificationKind.OFFICIAL,
}


def fill_inboxes(cast: Cast) -> None:
    """Tell everything since ``TOLD_SINCE``, oldest first."""
    since = cast.now - TOLD_SINCE
    facts = [*_posts(since), *_marks(since), *_questions_back(since), *_articles(since)]
    for fact in sorted(facts, key=lambda fact: fact.created_at):
        db.session.add(fact)
        db.session.flush()
        for user, kind in recipients_of(fact):
            is_new = cast.now - fact.created_at < NEW_SINCE
            user.unread += is_new
            db.session.add(
                Notification(
                    happening_id=fact.id,
                    user_id=user.id,
                    kind=kind,
                    thread_id=fact.thread_id,
                    article_id=fact.article_id,
                    post_id=fact.post_id,
                    actor_id=fact.actor_id,
                    created_at=fact.created_at,
                    read_at=None if is_new else fact.created_at,
                )
            )
    db.session.flush()


def _posts(since: datetime) -> list[Happening]:
    posts = select(Post).where(Post.created_at > since, Post.kind.in_(POST_KINDS))
    return [
        Happening(
            kind=POST_KINDS[post.kind],
            thread_id=post.thread_id,
            post_id=post.id,
            actor_id=post.author_id,
            created_at=post.created_at,
            told_at=post.created_at,
        )
        for post in db.session.scalars(posts)
    ]


def _marks(since: datetime) -> list[Happening]:
    marks = select(AnswerMark).where(AnswerMark.created_at > since, AnswerMark.kind.in_(MARK_KINDS))
    return [
        Happening(
            kind=MARK_KINDS[mark.kind],
            thread_id=mark.thread_id,
            post_id=mark.post_id,
            actor_id=mark.by_id,
            created_at=mark.created_at,
            told_at=mark.created_at,
        )
        for mark in db.session.scalars(marks)
    ]


def _questions_back(since: datetime) -> list[Happening]:
    asked = select(ThreadEvent).where(
        ThreadEvent.created_at > since, ThreadEvent.kind == ThreadEventKind.NEEDS_INFO
    )
    return [
        Happening(
            kind=NotificationKind.NEEDS_INFO,
            thread_id=event.thread_id,
            actor_id=event.actor_id,
            created_at=event.created_at,
            told_at=event.created_at,
        )
        for event in db.session.scalars(asked)
    ]


def _articles(since: datetime) -> list[Happening]:
    published = select(Article).where(Article.published_at > since)
    return [
        Happening(
            kind=NotificationKind.ARTICLE,
            article_id=article.id,
            actor_id=article.published_by_id,
            created_at=article.published_at,
            told_at=article.published_at,
        )
        for article in db.session.scalars(published)
    ]
