"""Who is told of what."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.accounts.models import User
from forum.categories.models import Category
from forum.categories.queries import audiences_of
from forum.core.db import db
from forum.knowledge.models import Article, ArticleContributor
from forum.notifications.audiences import concerned
from forum.notifications.models import (
    FOR_ASKER,
    Happening,
    NotificationKind,
)
from forum.reactions.models import Follow
from forum.threads.models import Post, Thread


def recipients_of(happening: Happening) -> list[tuple[User, NotificationKind]]:
    """Whom a fact concerns and as what, without the one who did it and who may not see it."""
    if happening.article_id is not None:
        return _told_of_article(happening)
    if happening.path:
        return _people(concerned(happening), happening)
    thread = db.session.scalar(
        select(Thread).where(Thread.id == happening.thread_id).options(joinedload(Thread.category))
    )
    if thread is None or thread.is_gone:
        return []
    return _with_access(_people(_told_of(happening, thread), happening), thread.category)


def _told_of_article(happening: Happening) -> list[tuple[User, NotificationKind]]:
    article = db.session.scalar(
        select(Article)
        .where(Article.id == happening.article_id)
        .options(joinedload(Article.category))
    )
    if article is None or not article.is_readable:
        return []
    told = concerned(happening)
    if happening.kind is NotificationKind.ARTICLE:
        credited = select(ArticleContributor.user_id).where(
            ArticleContributor.article_id == article.id
        )
        told = dict.fromkeys(db.session.scalars(credited), NotificationKind.ARTICLE)
    return _with_access(_people(told, happening), article.category)


def _with_access(
    told: Sequence[tuple[User, NotificationKind]], category: Category
) -> list[tuple[User, NotificationKind]]:
    return [(user, kind) for user, kind in told if category.audience in audiences_of(user)]


def _told_of(happening: Happening, thread: Thread) -> dict[int, NotificationKind]:
    told: dict[int, NotificationKind] = {}
    post = db.session.get(Post, happening.post_id) if happening.post_id else None
    if post is not None and post.is_gone:
        return told
    if happening.kind is NotificationKind.MERGED:
        return _told_of_merge(happening, thread, post)
    if happening.kind is NotificationKind.COMMENT:
        parent = db.session.get(Post, post.parent_id) if post and post.parent_id else None
        if parent is not None:
            told[parent.author_id] = NotificationKind.COMMENT
    elif happening.kind is NotificationKind.ANSWER:
        followers = select(Follow.user_id).where(
            Follow.thread_id == thread.id, Follow.solution_only.is_(False)
        )
        told = dict.fromkeys(db.session.scalars(followers), NotificationKind.ANSWER)
    elif happening.kind not in FOR_ASKER:
        told = _waiting_for(happening, thread, post)
    told.update(dict.fromkeys(happening.mentioned_ids, NotificationKind.MENTION))
    if happening.kind in FOR_ASKER:
        told[thread.author_id] = happening.kind
    return told


def _told_of_merge(
    happening: Happening, thread: Thread, post: Post | None
) -> dict[int, NotificationKind]:
    """Those who followed what was merged in; and where it brought the solution, all the others."""
    told: dict[int, NotificationKind] = {}
    if post is not None and post.id == thread.best_post_id:
        followers = select(Follow.user_id).where(Follow.thread_id == thread.id)
        told = dict.fromkeys(db.session.scalars(followers), NotificationKind.SOLVED)
    return told | dict.fromkeys(happening.mentioned_ids, NotificationKind.MERGED)


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
