"""Reading what happened in many threads at once, as the figures need it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from forum.core.db import db
from forum.threads.models import (
    SOLVING,
    AnswerMark,
    Post,
    PostKind,
    Thread,
    ThreadEvent,
    ThreadEventKind,
    out_of_date,
)
from moderation.handling.models import Assignment
from moderation.measures.measuring import History, Said
from moderation.measures.models import By
from moderation.teams.business_time import Interval
from moderation.teams.catalogue import catalogue
from moderation.watchlist.actions import CLAIM_LASTS
from moderation.watchlist.clocks import Facts
from moderation.watchlist.facts import facts_of
from moderation.watchlist.models import Claim

TURNS = (ThreadEventKind.REOPENED, ThreadEventKind.SOLVED)


@dataclass(frozen=True, slots=True)
class Kept:
    """A thread, the team that answers for it, and its history."""

    thread: Thread
    team_id: int | None
    history: History


@dataclass(slots=True)
class _Besides:
    """What the clocks of one thread need not know, and the figures do."""

    by_ambassadors: set[datetime] = field(default_factory=set)
    solutions: list[Said] = field(default_factory=list)
    turns: dict[ThreadEventKind, int] = field(default_factory=dict)
    claims: list[Interval] = field(default_factory=list)
    team_id: int | None = None


def histories(thread_ids: Sequence[int]) -> list[Kept]:
    """The histories of these threads; a dozen statements, however many they are."""
    facts = facts_of(thread_ids)
    besides: dict[int, _Besides] = defaultdict(_Besides)
    _read_posts(thread_ids, besides)
    _read_marks(thread_ids, besides)
    _read_turns(thread_ids, besides)
    _read_claims(thread_ids, besides)
    _read_teams(thread_ids, besides)
    return [
        _kept(thread, facts[thread.id], besides[thread.id])
        for thread in db.session.scalars(
            select(Thread)
            .where(Thread.id.in_(thread_ids))
            .execution_options(populate_existing=True)
        )
    ]


def _kept(thread: Thread, facts: Facts, besides: _Besides) -> Kept:
    held, promise = catalogue().at(facts.asked_at, facts.category_ids)
    return Kept(
        thread,
        besides.team_id or held.team_id,
        History(
            asked_at=facts.asked_at,
            calendar=promise.calendar,
            answers=_answers(facts, besides.by_ambassadors),
            solutions=tuple(besides.solutions),
            reopened=besides.turns.get(ThreadEventKind.REOPENED, 0),
            reopened_at=facts.reopened_at,
            solved_before=ThreadEventKind.SOLVED in besides.turns,
            pauses=tuple((one.began_at, one.ended_at) for one in facts.pauses),
            claims=tuple(besides.claims),
        ),
    )


def _answers(facts: Facts, by_ambassadors: set[datetime]) -> tuple[Said, ...]:
    return (
        *(Said(at, By.STAFF) for at in facts.staff_answers),
        *(
            Said(at, By.AMBASSADOR if at in by_ambassadors else By.MEMBER)
            for at in facts.member_answers
        ),
    )


def _read_posts(ids: Sequence[int], besides: Mapping[int, _Besides]) -> None:
    for thread_id, at in db.session.execute(
        select(Post.thread_id, Post.created_at).where(
            Post.thread_id.in_(ids),
            Post.kind == PostKind.ANSWER,
            Post.author_standing == By.AMBASSADOR.value,
        )
    ):
        besides[thread_id].by_ambassadors.add(at)


def _read_marks(ids: Sequence[int], besides: Mapping[int, _Besides]) -> None:
    for thread_id, at, standing in db.session.execute(
        select(AnswerMark.thread_id, AnswerMark.created_at, Post.author_standing)
        .join(Post, Post.id == AnswerMark.post_id)
        .where(
            AnswerMark.thread_id.in_(ids),
            AnswerMark.revoked_at.is_(None),
            AnswerMark.kind.in_(SOLVING),
            ~out_of_date(AnswerMark.post_id),
        )
        .order_by(AnswerMark.created_at, AnswerMark.id)
    ):
        besides[thread_id].solutions.append(Said(at, By(standing or By.MEMBER)))


def _read_turns(ids: Sequence[int], besides: Mapping[int, _Besides]) -> None:
    for thread_id, kind, times in db.session.execute(
        select(ThreadEvent.thread_id, ThreadEvent.kind, func.count())
        .where(ThreadEvent.thread_id.in_(ids), ThreadEvent.kind.in_(TURNS))
        .group_by(ThreadEvent.thread_id, ThreadEvent.kind)
    ):
        besides[thread_id].turns[kind] = times


def _read_claims(ids: Sequence[int], besides: Mapping[int, _Besides]) -> None:
    """Each act begins the time of a claim anew, so what was not given back ended with the last."""
    for claim in db.session.scalars(select(Claim).where(Claim.thread_id.in_(ids))):
        ended_at = claim.expires_at - CLAIM_LASTS
        if claim.released_at is not None and claim.released_at < claim.expires_at:
            ended_at = claim.released_at
        if ended_at > claim.claimed_at:
            besides[claim.thread_id].claims.append((claim.claimed_at, ended_at))


def _read_teams(ids: Sequence[int], besides: Mapping[int, _Besides]) -> None:
    for thread_id, team_id in db.session.execute(
        select(Assignment.thread_id, Assignment.team_id)
        .where(Assignment.thread_id.in_(ids), Assignment.team_id.is_not(None))
        .order_by(Assignment.id)
    ):
        besides[thread_id].team_id = team_id  # the last one counts
