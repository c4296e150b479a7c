"""What the ask page offers: when to expect an answer, the tags there are, the products."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.core.permissions import Actor
from forum.threads.models import Tag, Thread

LIKE_THREADS_MAX = 200  # enough for a steady median, few enough to read in a millisecond
LIKE_THREADS_MIN = 5  # fewer say nothing
LOOK_BACK = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class AnswerTime:
    """The median time to the first answer among the newest like threads."""

    median: timedelta
    threads: int


def usual_answer_time(category_id: int | None = None) -> AnswerTime | None:
    """When to expect a first answer: in the category, else anywhere; None where too few tell."""
    here = _median(category_id) if category_id is not None else None
    return here or _median()


def _median(category_id: int | None = None) -> AnswerTime | None:
    statement = (
        select(Thread.created_at, Thread.first_answer_at)
        .where(
            Thread.first_answer_at.is_not(None),
            Thread.deleted_at.is_(None),
            Thread.created_at > clock.now() - LOOK_BACK,
        )
        .order_by(Thread.created_at.desc(), Thread.id.desc())
        .limit(LIKE_THREADS_MAX)
    )
    if category_id is not None:
        statement = statement.where(Thread.category_id == category_id)
    rows = db.session.execute(statement)
    waits = sorted(answered - asked for asked, answered in rows if answered is not None)
    if len(waits) < LIKE_THREADS_MIN:
        return None
    return AnswerTime(waits[len(waits) // 2], len(waits))


def last_product(viewer: Actor) -> int | None:
    """What the viewer's newest question was about: the next one often is, too."""
    if viewer.id is None:
        return None
    return db.session.scalar(
        select(Thread.product_id)
        .where(Thread.author_id == viewer.id)
        .order_by(Thread.created_at.desc(), Thread.id.desc())
        .limit(1)
    )


def known_tags(limit: int = 60) -> Sequence[Tag]:
    """The most used tags."""
    return db.session.scalars(
        select(Tag).order_by(Tag.thread_count.desc(), Tag.slug).limit(limit)
    ).all()


def find_tag(slug: str) -> Tag | None:
    """The tag of this name, if there is one."""
    return db.session.scalar(select(Tag).where(Tag.slug == slug))
