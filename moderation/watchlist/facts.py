"""What the rows of a thread say that its clock must know; read for many threads at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from forum.categories.models import Audience, Category
from forum.core.db import db
from forum.threads.models import (
    AnswerMark,
    MarkKind,
    Post,
    PostKind,
    Thread,
    ThreadEvent,
    ThreadEventKind,
    ThreadStatus,
    out_of_date,
)
from moderation.watchlist.clocks import Facts

TURNS = (ThreadEventKind.REOPENED, ThreadEventKind.NEEDS_INFO, ThreadEventKind.DUPLICATE)


@dataclass(slots=True)
class _Gathered:
    """The moments of one thread, by what they are."""

    staff_answers: list[datetime] = field(default_factory=list)
    peer_answers: list[datetime] = field(default_factory=list)
    by_asker: list[datetime] = field(default_factory=list)
    confirmations: list[datetime] = field(default_factory=list)
    turns: dict[ThreadEventKind, datetime] = field(default_factory=dict)


def facts_of(thread_ids: Sequence[int]) -> dict[int, Facts]:
    """The facts of each thread that exists; ids only a few hundred at a time.

    Unwritten changes of the surrounding action are written first, so that they count.
    """
    db.session.flush()
    threads = db.session.execute(
        select(Thread, Category.audience).join(Thread.category).where(Thread.id.in_(thread_ids))
    ).all()
    asker_of = {thread.id: thread.author_id for thread, _audience in threads}
    gathered: dict[int, _Gathered] = defaultdict(_Gathered)
    _gather_posts(thread_ids, asker_of, gathered)
    _gather_marks(thread_ids, gathered)
    _gather_turns(thread_ids, gathered)
    return {
        thread.id: _facts(thread, audience, gathered[thread.id]) for thread, audience in threads
    }


def _gather_posts(
    ids: Sequence[int], asker_of: Mapping[int, int], gathered: Mapping[int, _Gathered]
) -> None:
    rows = db.session.execute(
        select(Post.thread_id, Post.kind, Post.author_id, Post.author_standing, Post.created_at)
        .where(Post.thread_id.in_(ids), Post.deleted_at.is_(None), Post.hidden_at.is_(None))
        .order_by(Post.thread_id, Post.position)
    )
    for row in rows:
        found = gathered[row.thread_id]
        if row.author_id == asker_of.get(row.thread_id):
            found.by_asker.append(row.created_at)
        if row.kind is not PostKind.ANSWER:
            continue
        if row.author_standing == "staff":
            found.staff_answers.append(row.created_at)
        elif row.author_id != asker_of.get(row.thread_id):
            found.peer_answers.append(row.created_at)


def _gather_marks(ids: Sequence[int], gathered: Mapping[int, _Gathered]) -> None:
    marks = db.session.execute(
        select(AnswerMark.thread_id, AnswerMark.created_at).where(
            AnswerMark.thread_id.in_(ids),
            AnswerMark.revoked_at.is_(None),
            AnswerMark.kind != MarkKind.SUPERSEDED,
            ~out_of_date(AnswerMark.post_id),
        )
    )
    for thread_id, marked_at in marks:
        gathered[thread_id].confirmations.append(marked_at)


def _gather_turns(ids: Sequence[int], gathered: Mapping[int, _Gathered]) -> None:
    turns = db.session.execute(
        select(ThreadEvent.thread_id, ThreadEvent.kind, ThreadEvent.created_at)
        .where(ThreadEvent.thread_id.in_(ids), ThreadEvent.kind.in_(TURNS))
        .order_by(ThreadEvent.created_at, ThreadEvent.id)
    )
    for thread_id, kind, at in turns:
        gathered[thread_id].turns[kind] = at  # the latest of each kind counts


def _facts(thread: Thread, audience: Audience, found: _Gathered) -> Facts:
    return Facts(
        asked_at=thread.created_at,
        severity=thread.severity,
        wants_answer=thread.wants_answer,
        staff_only=audience is Audience.STAFF,
        reopened_at=found.turns.get(ThreadEventKind.REOPENED),
        told_at=_told_at(thread, found),
        peer_answers=tuple(found.peer_answers),
        staff_answers=tuple(found.staff_answers),
        confirmations=tuple(found.confirmations),
        needs_info_at=thread.needs_info_at,
        elsewhere_at=_elsewhere_at(thread, found),
        closed_at=thread.locked_at,
        gone_at=thread.deleted_at or thread.hidden_at,
    )


def _told_at(thread: Thread, found: _Gathered) -> datetime | None:
    """When the asker first wrote after the last request for details, once it is settled."""
    requested_at = found.turns.get(ThreadEventKind.NEEDS_INFO)
    if requested_at is None or thread.needs_info_at is not None:
        return None
    return min((at for at in found.by_asker if at > requested_at), default=None)


def _elsewhere_at(thread: Thread, found: _Gathered) -> datetime | None:
    if thread.status is not ThreadStatus.DUPLICATE:
        return None
    return found.turns.get(ThreadEventKind.DUPLICATE, thread.last_activity_at)
