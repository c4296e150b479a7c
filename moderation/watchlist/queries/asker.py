"""Who asked a thread: since when they are here, what they asked before, and what they tried."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func
from sqlalchemy.orm import joinedload

from forum.accounts.models import User
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.permissions import Actor
from forum.finding.links import Suggested, suggested_for
from forum.threads.models import Thread, ThreadStatus
from forum.threads.queries import visible_to

ASKED_BEFORE_MAX = 8


@dataclass(frozen=True, slots=True)
class Asker:
    """The person behind a question. ``before`` are their other questions, newest first."""

    thread: Thread
    person: User
    asked: int
    solved: int
    before: Sequence[Thread]
    tried: Sequence[Suggested]


def asker_of(thread_id: int, viewer: Actor) -> Asker:
    """What there is to know of the asker, in four statements; raises NotFound."""
    thread = db.session.scalar(
        visible_to(viewer).where(Thread.id == thread_id).options(joinedload(Thread.author))
    )
    if thread is None:
        raise NotFound()
    theirs = visible_to(viewer).where(Thread.author_id == thread.author_id)
    solved = func.sum(case((Thread.status == ThreadStatus.SOLVED, 1), else_=0))
    asked, done = db.session.execute(
        theirs.with_only_columns(func.count(), func.coalesce(solved, 0), maintain_column_froms=True)
    ).one()
    before = db.session.scalars(
        theirs.where(Thread.id != thread.id)
        .order_by(Thread.created_at.desc(), Thread.id.desc())
        .limit(ASKED_BEFORE_MAX)
    ).all()
    tried = suggested_for([thread.id], viewer).get(thread.id, [])
    read = [one for one in tried if one.outcome is not None]
    return Asker(thread, thread.author, asked, done, before, read)
