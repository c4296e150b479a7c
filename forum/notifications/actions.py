"""Writing down what happened, telling people, and reading the inbox."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import select, update

from forum.accounts.models import User
from forum.core import clock, jobs
from forum.core.db import after_commit, db, locked, transactional
from forum.notifications.models import Happening, Notification, NotificationKind

HELD_BACK = "told_later_by"  # in the session: how long what happens now waits to be told
OTHERWISE = "told_otherwise"  # in the session: somebody else tells what happens now


@contextmanager
def told_later(by: timedelta) -> Iterator[None]:
    """Whatever happens inside is told ``by`` this much later, so that it can be taken back."""
    info = db.session().info
    info[HELD_BACK] = by
    try:
        yield
    finally:
        info.pop(HELD_BACK)


@contextmanager
def told_otherwise() -> Iterator[None]:
    """What happens inside is part of something larger, which the caller tells once for all."""
    info = db.session().info
    info[OTHERWISE] = True
    try:
        yield
    finally:
        info.pop(OTHERWISE)


def happened(
    kind: NotificationKind,
    actor_id: int | None,
    thread_id: int | None = None,
    article_id: int | None = None,
    post_id: int | None = None,
    mentioned_ids: Sequence[int] = (),
    elsewhere: tuple[str, str] = ("", ""),
    detail: str = "",
) -> None:
    """Write one fact down, inside the transaction of the act; people are told a moment later.

    Args:
        elsewhere: title and path of what is no public page of a thread or article; whom it
            concerns is told by the room it belongs to (``audiences.finds_people``).
        detail: a few words for the mail where no post says more.
    """
    info = db.session().info
    if OTHERWISE in info:
        return
    moment, later = clock.now(), info.get(HELD_BACK)
    db.session.add(
        Happening(
            kind=kind,
            thread_id=thread_id,
            article_id=article_id,
            post_id=post_id,
            title=elsewhere[0],
            path=elsewhere[1],
            detail=detail,
            actor_id=actor_id,
            mentioned_ids=list(mentioned_ids),
            created_at=moment,
            tell_from=moment + later if later else None,
        )
    )
    db.session.flush()
    after_commit(jobs.wake_later(later) if later else jobs.wake)


def says_more(kind: NotificationKind, actor_id: int, post_id: int) -> bool:
    """Tell of an answer as ``kind`` where its author says so before anybody was told of it.

    False where there is no such answer: then it is a fact of its own.
    """
    waiting = db.session.scalar(
        select(Happening)
        .where(
            Happening.post_id == post_id,
            Happening.actor_id == actor_id,
            Happening.kind == NotificationKind.ANSWER,
            Happening.told_at.is_(None),
        )
        .with_for_update()
    )
    if waiting is None:
        return False
    waiting.kind = kind
    return True


@transactional
def read_one(reader: User, notification_id: int) -> Notification | None:
    """The line was opened, and with it all that stand in its row: those about the same thread.

    None where it is not the reader's.
    """
    line = db.session.get(Notification, notification_id, populate_existing=True)
    if line is None or line.user_id != reader.id:
        return None
    row = (
        Notification.id == line.id
        if line.thread_id is None
        else Notification.thread_id == line.thread_id
    )
    read = db.session.scalars(
        update(Notification)
        .where(Notification.user_id == reader.id, Notification.read_at.is_(None), row)
        .values(read_at=clock.now())
        .returning(Notification.id)
    ).all()
    if read:
        _count_down(reader, len(read))
    return line


@transactional
def read_all(reader: User) -> None:
    """Nothing in the inbox is new any more."""
    locked(User, reader.id).unread = 0
    db.session.execute(
        update(Notification)
        .where(Notification.user_id == reader.id, Notification.read_at.is_(None))
        .values(read_at=clock.now())
    )


def _count_down(reader: User, number: int) -> None:
    row = locked(User, reader.id)
    row.unread = max(0, row.unread - number)
