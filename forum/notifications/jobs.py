"""Telling people: from one fact to inbox lines and mails, each person once per fact.

Safe to run twice and at once: a fact is told inside one transaction, and the database refuses a
second line for the same fact and person.
"""

from sqlalchemy import insert, or_, select, update

from forum.accounts.models import User
from forum.core import clock, jobs
from forum.core.db import db, transactional
from forum.notifications.mails import queue_mails
from forum.notifications.models import Happening, Notification, NotificationKind
from forum.notifications.queries import recipients_of

BATCH_HAPPENINGS = 50


@jobs.sweep
def tell_people() -> None:
    """Tell what has not been told yet, oldest first."""
    waiting = (
        select(Happening.id)
        .where(
            Happening.told_at.is_(None),
            or_(Happening.tell_from.is_(None), Happening.tell_from <= clock.now()),
        )
        .order_by(Happening.id)
        .limit(BATCH_HAPPENINGS)
    )
    for happening_id in db.session.scalars(waiting).all():
        _tell(happening_id)


@transactional
def _tell(happening_id: int) -> None:
    happening = db.session.get(
        Happening, happening_id, populate_existing=True, with_for_update=True
    )
    if happening is None or happening.told_at is not None:
        return
    told: list[tuple[User, NotificationKind]] = recipients_of(happening)
    if told:
        lines = [
            {
                "happening_id": happening.id,
                "user_id": user.id,
                "kind": kind,
                "thread_id": happening.thread_id,
                "article_id": happening.article_id,
                "post_id": happening.post_id,
                "title": happening.title,
                "path": happening.path,
                "actor_id": happening.actor_id,
                "created_at": happening.created_at,
            }
            for user, kind in told
        ]
        db.session.execute(insert(Notification), lines)
        db.session.execute(
            update(User)
            .where(User.id.in_([user.id for user, _kind in told]))
            .values(unread=User.unread + 1)
            .execution_options(synchronize_session=False)
        )
    happening.told_at = clock.now()
    db.session.flush()
    queue_mails(happening, told)
