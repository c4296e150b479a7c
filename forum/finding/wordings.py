"""In whose words else a question was asked: the titles of what is linked to its answer.

A duplicate is not found itself, but whoever asks in its words is led to where its answer stands.
"""

from collections.abc import Sequence

from sqlalchemy import or_, select

from forum.categories.models import Audience, Category
from forum.core.db import db
from forum.finding.keys import article_key, thread_key
from forum.finding.models import DuplicateLink
from forum.threads.models import Thread

WORDINGS_MAX = 20  # of one target; more would drown its own words


def asked_as(thread_ids: Sequence[int], article_ids: Sequence[int]) -> dict[str, list[str]]:
    """By key the titles of the duplicates of these threads and articles, the largest first.

    Only what everybody may read: the target may be open to more people than a duplicate of it.
    """
    rows = db.session.execute(
        select(DuplicateLink.target_thread_id, DuplicateLink.target_article_id, Thread.title)
        .join(Thread, Thread.id == DuplicateLink.thread_id)
        .join(Category, Category.id == Thread.category_id)
        .where(
            DuplicateLink.undone_at.is_(None),
            or_(
                DuplicateLink.target_thread_id.in_(thread_ids),
                DuplicateLink.target_article_id.in_(article_ids),
            ),
            Thread.deleted_at.is_(None),
            Thread.hidden_at.is_(None),
            Category.audience == Audience.PUBLIC,
        )
        .order_by(Thread.same_count.desc(), Thread.id)
    )
    found: dict[str, list[str]] = {}
    for thread_id, article_id, title in rows:
        titles = found.setdefault(_key(thread_id, article_id), [])
        if len(titles) < WORDINGS_MAX:
            titles.append(title)
    return found


def target_key(thread_id: int) -> str | None:
    """The key of what a duplicate is linked to; None where it is a question of its own."""
    row = db.session.execute(
        select(DuplicateLink.target_thread_id, DuplicateLink.target_article_id).where(
            DuplicateLink.thread_id == thread_id, DuplicateLink.undone_at.is_(None)
        )
    ).first()
    return _key(*row) if row is not None else None


def _key(thread_id: int | None, article_id: int | None) -> str:
    return thread_key(thread_id) if thread_id is not None else article_key(article_id or 0)
