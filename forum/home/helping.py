"""Who helped lately: whose answers were accepted, verified or made official."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from forum.accounts.models import User
from forum.categories.models import Audience, Category
from forum.core.db import db
from forum.core.permissions import STAFF
from forum.threads.models import AnswerMark, MarkKind, Post, Thread

CONFIRMS = (MarkKind.ACCEPTED, MarkKind.OFFICIAL, MarkKind.VERIFIED)


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who helped, and with how many answers."""

    name: str
    address: str
    initials: str
    standing: str
    title: str
    answers: int


def helpers_since(moment: datetime, limit: int) -> Sequence[Helper]:
    """Members and ambassadors whose answers to others were confirmed since, in public threads.

    Whoever works here helps for a living and is left out.
    """
    answers = func.count(Post.id.distinct())
    rows = db.session.execute(
        select(User, answers)
        .join(Post, Post.author_id == User.id)
        .join(AnswerMark, AnswerMark.post_id == Post.id)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Category, Category.id == Thread.category_id)
        .where(
            AnswerMark.kind.in_(CONFIRMS),
            AnswerMark.revoked_at.is_(None),
            AnswerMark.created_at > moment,
            Thread.author_id != User.id,
            Post.deleted_at.is_(None),
            Post.hidden_at.is_(None),
            Thread.deleted_at.is_(None),
            Thread.hidden_at.is_(None),
            Category.audience == Audience.PUBLIC,
            User.role.not_in(STAFF),
            User.active.is_(True),
            User.deleted_at.is_(None),
        )
        .group_by(User.id)
        .order_by(answers.desc(), User.id)
        .limit(limit)
    )
    return [
        Helper(user.name, user.address, user.initials, user.standing, user.title, number)
        for user, number in rows
    ]
