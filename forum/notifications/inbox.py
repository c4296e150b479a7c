"""What stands in somebody's inbox: one row for each thread, and one for whatever else happened."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select, tuple_
from sqlalchemy.orm import aliased, joinedload

from forum.accounts.models import User
from forum.core.db import db
from forum.core.paging import PAGE_SIZE_ROWS, Page, keyset, page_of
from forum.core.permissions import Permission
from forum.knowledge.models import Article
from forum.knowledge.queries import visible_to as visible_articles
from forum.notifications.models import FOR_STAFF, Notification
from forum.threads.models import Post, Thread
from forum.threads.queries import visible_posts
from forum.threads.queries import visible_to as visible_threads

Lines = type[Notification]


@dataclass(frozen=True, slots=True)
class Row:
    """The newest of a thread's lines, how many there are, and how many of them are new."""

    line: Notification
    number: int = 1
    unread: int = 0


def inbox(reader: User, cursor: str | None) -> Page[Row]:
    """One page of somebody's inbox, newest first, without what they may not see any more.

    Raises:
        Invalid: the cursor is not one of ours.
    """
    newer = aliased(Notification)
    later = select(newer.id).where(
        newer.user_id == reader.id,
        newer.thread_id == Notification.thread_id,
        tuple_(newer.created_at, newer.id) > tuple_(Notification.created_at, Notification.id),
        *_still_there(newer, reader),
    )
    statement = (
        select(Notification)
        .where(
            Notification.user_id == reader.id,
            *_still_there(Notification, reader),
            or_(Notification.thread_id.is_(None), ~later.exists()),
        )
        .options(
            joinedload(Notification.thread),
            joinedload(Notification.article),
            joinedload(Notification.actor),
        )
    )
    lines = db.session.scalars(
        keyset(statement, Notification.created_at, Notification.id, cursor)
    ).all()
    page = page_of(lines, "created_at", PAGE_SIZE_ROWS)
    numbers = _numbers(reader, [line.thread_id for line in page.items if line.thread_id])
    return Page([_row(line, numbers) for line in page.items], page.next_cursor)


def _row(line: Notification, numbers: dict[int | None, tuple[int, int]]) -> Row:
    return Row(line, *numbers.get(line.thread_id, (1, int(line.read_at is None))))


def _numbers(reader: User, thread_ids: list[int]) -> dict[int | None, tuple[int, int]]:
    """For each thread all lines that the reader still sees, and the unread among them."""
    if not thread_ids:
        return {}
    found = db.session.execute(
        select(
            Notification.thread_id,
            func.count(),
            func.count().filter(Notification.read_at.is_(None)),
        )
        .where(
            Notification.user_id == reader.id,
            Notification.thread_id.in_(thread_ids),
            *_still_there(Notification, reader),
        )
        .group_by(Notification.thread_id)
    )
    return {thread_id: (number, unread) for thread_id, number, unread in found}


def _still_there(lines: Lines, reader: User) -> tuple[ColumnElement[bool], ...]:
    """What a line speaks of is there for its reader, or it speaks of nothing of the kind."""
    threads = visible_threads(reader).with_only_columns(Thread.id, maintain_column_froms=True)
    articles = visible_articles(reader).with_only_columns(Article.id, maintain_column_froms=True)
    posts = select(Post.id).where(visible_posts(reader))
    kinds = (
        (lines.thread_id, threads.where(Thread.id == lines.thread_id)),
        (lines.article_id, articles.where(Article.id == lines.article_id)),
        (lines.post_id, posts.where(Post.id == lines.post_id)),
    )
    shown = [or_(column.is_(None), there.exists()) for column, there in kinds]
    if not reader.can(Permission.WORK_DESK):
        shown.append(lines.kind.not_in(FOR_STAFF))
    return tuple(shown)
