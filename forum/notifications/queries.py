"""Who is told of what, and what stands in an inbox."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.accounts.models import User
from forum.categories.queries import audiences_of
from forum.core.db import db
from forum.core.paging import PAGE_SIZE_ROWS, Page, keyset, page_of
from forum.knowledge.models import ArticleContributor
from forum.notifications.models import Happening, Notification, NotificationKind
from forum.reactions.models import Follow
from forum.threads.models import Post, Thread


def recipients_of(happening: Happening) -> list[tuple[User, NotificationKind]]:
    """Whom a fact concerns and as what, without the one who did it and who may not see it."""
    if happening.kind is NotificationKind.ARTICLE:
        credited = select(ArticleContributor.user_id).where(
            ArticleContributor.article_id == happening.article_id
        )
        return _people(
            dict.fromkeys(db.session.scalars(credited), NotificationKind.ARTICLE), happening
        )
    thread = db.session.scalar(
        select(Thread).where(Thread.id == happening.thread_id).options(joinedload(Thread.category))
    )
    if thread is None or thread.is_gone:
        return []
    told = _told_of(happening, thread)
    return [
        (user, kind)
        for user, kind in _people(told, happening)
        if thread.category.audience in audiences_of(user)
    ]


def _told_of(happening: Happening, thread: Thread) -> dict[int, NotificationKind]:
    told: dict[int, NotificationKind] = {}
    post = db.session.get(Post, happening.post_id) if happening.post_id else None
    if post is not None and post.is_gone:
        return told
    if happening.kind is NotificationKind.NEEDS_INFO:
        return {thread.author_id: NotificationKind.NEEDS_INFO}
    if happening.kind is NotificationKind.COMMENT:
        parent = db.session.get(Post, post.parent_id) if post and post.parent_id else None
        if parent is not None:
            told[parent.author_id] = NotificationKind.COMMENT
    elif happening.kind is NotificationKind.ANSWER:
        followers = select(Follow.user_id).where(
            Follow.thread_id == thread.id, Follow.solution_only.is_(False)
        )
        told = dict.fromkeys(db.session.scalars(followers), NotificationKind.ANSWER)
    else:
        told = _waiting_for(happening, thread, post)
    told.update(dict.fromkeys(happening.mentioned_ids, NotificationKind.MENTION))
    return told


def _waiting_for(
    happening: Happening, thread: Thread, post: Post | None
) -> dict[int, NotificationKind]:
    kind = happening.kind
    general = NotificationKind.SOLVED if kind is NotificationKind.ACCEPTED else kind
    followers = select(Follow.user_id).where(Follow.thread_id == thread.id)
    told: dict[int, NotificationKind] = dict.fromkeys(db.session.scalars(followers), general)
    if kind is NotificationKind.ACCEPTED and post is not None:
        told[post.author_id] = NotificationKind.ACCEPTED
    return told


def _people(
    told: dict[int, NotificationKind], happening: Happening
) -> list[tuple[User, NotificationKind]]:
    told.pop(happening.actor_id or 0, None)
    if not told:
        return []
    users = db.session.scalars(
        select(User).where(User.id.in_(told), User.active.is_(True), User.deleted_at.is_(None))
    )
    return [(user, told[user.id]) for user in users]


def inbox(reader: User, cursor: str | None) -> Page[Notification]:
    """One page of somebody's inbox, newest first; raises Invalid for a foreign cursor."""
    statement = (
        select(Notification)
        .where(Notification.user_id == reader.id)
        .options(
            joinedload(Notification.thread),
            joinedload(Notification.article),
            joinedload(Notification.actor),
        )
    )
    rows = db.session.scalars(
        keyset(statement, Notification.created_at, Notification.id, cursor)
    ).all()
    return page_of(rows, "created_at", PAGE_SIZE_ROWS)
