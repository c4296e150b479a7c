"""When what people were told of goes out of sight: mails not sent yet, and lines not read yet."""

from sqlalchemy import ColumnElement, String, cast, func, literal, select, update

from forum.accounts.models import User
from forum.core import clock, outbox
from forum.core.db import db
from forum.core.permissions import STAFF
from forum.notifications.models import FOR_STAFF, Notification
from forum.threads.models import Post


def of_post(post_id: int) -> None:
    """A post, with the comments below it."""
    below = select(Post.id).where(Post.parent_id == post_id)
    _forget((Notification.post_id == post_id) | Notification.post_id.in_(below))


def of_thread(thread_id: int, but_for_staff: bool = False) -> None:
    """A whole thread; ``but_for_staff`` where only they may still read it."""
    about = Notification.thread_id == thread_id
    if but_for_staff:
        about &= Notification.user_id.not_in(select(User.id).where(User.role.in_(STAFF)))
    _forget(about)


def of_article(article_id: int) -> None:
    """An article."""
    _forget(Notification.article_id == article_id)


def of_path(path: str) -> None:
    """What is neither thread nor article, by its address."""
    _forget(Notification.path == path)


def of_the_desk(user_id: int) -> None:
    """What only the team hears of, for somebody who is no longer of it."""
    _forget((Notification.user_id == user_id) & Notification.kind.in_(FOR_STAFF))


def _forget(about: ColumnElement[bool]) -> None:
    """Inside the transaction of the act; the lines stay, read, should it come back."""
    db.session.flush()
    outbox.unsend(select(mail_key(Notification.happening_id, Notification.user_id)).where(about))
    unread = (about, Notification.read_at.is_(None))
    readers = list(db.session.scalars(select(Notification.user_id).where(*unread).distinct()))
    if not readers:
        return
    db.session.execute(
        update(Notification)
        .where(*unread)
        .values(read_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    left = (
        select(func.count())
        .where(Notification.user_id == User.id, Notification.read_at.is_(None))
        .scalar_subquery()
    )
    db.session.execute(
        update(User)
        .where(User.id.in_(readers))
        .values(unread=left)
        .execution_options(synchronize_session="fetch")
    )


def mail_key(
    happening_id: ColumnElement[int] | object, user_id: ColumnElement[int] | object
) -> ColumnElement[str]:
    """The dedupe key of the mail behind a line, as SQL; ``mails`` writes the same."""
    return literal("happening:") + cast(happening_id, String) + literal(":") + cast(user_id, String)
