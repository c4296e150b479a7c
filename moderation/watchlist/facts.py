"""What the rows of a thread say that its clock must know; read for many threads at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest

from sqlalchemy import func, select

from forum.categories.models import Audience, Category
from forum.core.db import db
from forum.helping.models import TeamCall
from forum.threads.models import (
    SOLVING,
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
from forum.threads.same_here import says_only_same
from moderation.watchlist.clocks import Facts, Pause, PauseReason
from moderation.watchlist.models import ClockPause

TURNS = (ThreadEventKind.REOPENED, ThreadEventKind.NEEDS_INFO, ThreadEventKind.DUPLICATE)
SAME_HERE_MAX_CHARS = 200  # a reply that says no more than "same here" is shorter


@dataclass(slots=True)
class _Gathered:
    """The moments of one thread, by what they are."""

    staff_answers: list[datetime] = field(default_factory=list)
    member_answers: list[datetime] = field(default_factory=list)
    by_asker: list[datetime] = field(default_factory=list)
    by_members: list[datetime] = field(default_factory=list)
    confirmations: list[datetime] = field(default_factory=list)
    solutions: list[datetime] = field(default_factory=list)
    requests: list[datetime] = field(default_factory=list)
    turns: dict[ThreadEventKind, datetime] = field(default_factory=dict)
    called_at: datetime | None = None
    stored: list[Pause] = field(default_factory=list)


def facts_of(thread_ids: Sequence[int]) -> dict[int, Facts]:
    """The facts of each thread that exists; ids only a few hundred at a time.

    Unwritten changes of the surrounding action are written first, so that they count.
    """
    db.session.flush()
    threads = db.session.execute(
        select(Thread, Category).join(Thread.category).where(Thread.id.in_(thread_ids))
    ).all()
    asker_of = {thread.id: thread.author_id for thread, _category in threads}
    gathered: dict[int, _Gathered] = defaultdict(_Gathered)
    _gather_posts(thread_ids, asker_of, gathered)
    _gather_marks(thread_ids, gathered)
    _gather_turns(thread_ids, gathered)
    _gather_pauses(thread_ids, gathered)
    _gather_calls(thread_ids, gathered)
    return {
        thread.id: _facts(thread, category, gathered[thread.id]) for thread, category in threads
    }


def _gather_posts(
    ids: Sequence[int], asker_of: Mapping[int, int], gathered: Mapping[int, _Gathered]
) -> None:
    rows = db.session.execute(
        select(
            *(Post.thread_id, Post.kind, Post.author_id, Post.author_standing, Post.created_at),
            func.substr(Post.source, 1, SAME_HERE_MAX_CHARS).label("begins"),
        )
        .where(Post.thread_id.in_(ids), Post.deleted_at.is_(None), Post.hidden_at.is_(None))
        .order_by(Post.thread_id, Post.position)
    )
    for row in rows:
        found = gathered[row.thread_id]
        by_staff, by_asker = (
            row.author_standing == "staff",
            row.author_id == asker_of[row.thread_id],
        )
        if by_asker:
            found.by_asker.append(row.created_at)
        elif not by_staff:
            found.by_members.append(row.created_at)
        if by_asker or row.kind is not PostKind.ANSWER or says_only_same(row.begins):
            continue
        (found.staff_answers if by_staff else found.member_answers).append(row.created_at)


def _gather_marks(ids: Sequence[int], gathered: Mapping[int, _Gathered]) -> None:
    marks = db.session.execute(
        select(AnswerMark.thread_id, AnswerMark.kind, AnswerMark.created_at).where(
            AnswerMark.thread_id.in_(ids),
            AnswerMark.revoked_at.is_(None),
            AnswerMark.kind != MarkKind.SUPERSEDED,
            ~out_of_date(AnswerMark.post_id),
        )
    )
    for thread_id, kind, marked_at in marks:
        gathered[thread_id].confirmations.append(marked_at)
        if kind in SOLVING:
            gathered[thread_id].solutions.append(marked_at)


def _gather_turns(ids: Sequence[int], gathered: Mapping[int, _Gathered]) -> None:
    turns = db.session.execute(
        select(ThreadEvent.thread_id, ThreadEvent.kind, ThreadEvent.created_at)
        .where(ThreadEvent.thread_id.in_(ids), ThreadEvent.kind.in_(TURNS))
        .order_by(ThreadEvent.created_at, ThreadEvent.id)
    )
    for thread_id, kind, at in turns:
        gathered[thread_id].turns[kind] = at  # the latest of each kind counts
        if kind is ThreadEventKind.NEEDS_INFO:
            gathered[thread_id].requests.append(at)


def _gather_pauses(ids: Sequence[int], gathered: Mapping[int, _Gathered]) -> None:
    stored = db.session.execute(
        select(ClockPause.thread_id, ClockPause.reason, ClockPause.began_at, ClockPause.ended_at)
        .where(ClockPause.thread_id.in_(ids))
        .order_by(ClockPause.began_at, ClockPause.id)
    )
    for thread_id, reason, began_at, ended_at in stored:
        gathered[thread_id].stored.append(Pause(reason, began_at, ended_at))


def _gather_calls(ids: Sequence[int], gathered: Mapping[int, _Gathered]) -> None:
    calls = db.session.execute(
        select(TeamCall.thread_id, TeamCall.created_at)
        .where(TeamCall.thread_id.in_(ids))
        .order_by(TeamCall.created_at)
    )
    for thread_id, at in calls:
        gathered[thread_id].called_at = at


def _facts(thread: Thread, category: Category, found: _Gathered) -> Facts:
    above = () if category.parent_id is None else (category.parent_id,)
    incidents = [pause for pause in found.stored if pause.reason is not PauseReason.NEEDS_INFO]
    return Facts(
        asked_at=thread.created_at,
        severity=thread.severity,
        wants_answer=thread.wants_answer,
        staff_only=category.audience is Audience.STAFF,
        category_ids=(category.id, *above),
        reopened_at=found.turns.get(ThreadEventKind.REOPENED),
        member_answers=tuple(found.member_answers),
        staff_answers=tuple(found.staff_answers),
        confirmations=tuple(found.confirmations),
        solutions=tuple(found.solutions),
        pauses=(*_waits_for_details(thread, found), *incidents),
        called_at=found.called_at,
        silent_at=thread.silent_at,
        elsewhere_at=_elsewhere_at(thread, found),
        closed_at=thread.locked_at,
        gone_at=thread.deleted_at or thread.hidden_at,
    )


def _waits_for_details(thread: Thread, found: _Gathered) -> list[Pause]:
    """A pause from each request for details to what settled it, or to the next request.

    That is what was stored when the wait was over; else what the asker wrote next; else what
    another member did: somebody who has the problem too may tell as well.
    """
    stored = {
        pause.began_at: pause.ended_at
        for pause in found.stored
        if pause.reason is PauseReason.NEEDS_INFO
    }
    pauses = []
    for began_at, next_at in zip_longest(found.requests, found.requests[1:]):
        ended_at = next_at
        if began_at != thread.needs_info_at:
            known = (
                stored.get(began_at)
                or _after(began_at, found.by_asker)
                or _after(began_at, found.by_members)
                or max(began_at, thread.last_activity_at)
            )
            ended_at = min(known, next_at or known)
        pauses.append(Pause(PauseReason.NEEDS_INFO, began_at, ended_at))
    return pauses


def _after(moment: datetime, moments: Sequence[datetime]) -> datetime | None:
    return min((at for at in moments if at > moment), default=None)


def _elsewhere_at(thread: Thread, found: _Gathered) -> datetime | None:
    if thread.status is not ThreadStatus.DUPLICATE:
        return None
    return found.turns.get(ThreadEventKind.DUPLICATE, thread.last_activity_at)
