"""The states a thread can be in for those who work here, each named once as a SQL condition.

Desk, counts, search and API all take them from here, so a queue and its count cannot disagree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    not_,
    or_,
    select,
    true,
)

from forum.core.db import UtcDateTime
from forum.threads.models import IdeaState, Thread, ThreadStatus, ThreadType
from moderation.handling.models import Assignment, Snooze
from moderation.handling.queries import teams_of
from moderation.watchlist import business_time
from moderation.watchlist.clocks import StartCause
from moderation.watchlist.models import Claim, ThreadClock

HOUR = timedelta(hours=1)
REACH_MAX = 999_999  # more people make no thread more urgent; keeps band and reach in one number
OPEN_STATUSES = (ThreadStatus.WAITING, ThreadStatus.ANSWERED, ThreadStatus.NEEDS_INFO)
IDEAS_SETTLED = (IdeaState.DONE, IdeaState.DECLINED)
ANSWERABLE = (ThreadType.QUESTION, ThreadType.PROBLEM)


class QueueName(StrEnum):
    """The watchlist's queues, as they stand in addresses."""

    NEXT = "next"
    UNANSWERED = "unanswered"
    OVERDUE = "overdue"
    DUE_SOON = "due-soon"
    REOPENED = "reopened"
    NEEDS_INFO = "needs-info"
    MINE = "mine"
    TEAM = "team"
    SNOOZED = "snoozed"
    OPEN = "open"


class Band(IntEnum):
    """How urgent a thread is; larger comes first."""

    NO_CLOCK = 0
    LATER = 1
    TODAY = 2
    WITHIN_HOUR = 3
    OVERDUE = 4


@dataclass(frozen=True, slots=True)
class Moment:
    """The present, and whose desk it is: what some of the conditions depend on."""

    now: datetime
    viewer_id: int | None

    @property
    def in_an_hour(self) -> datetime:
        """Until then it is urgent."""
        return self.now + HOUR

    @property
    def end_of_day(self) -> datetime:
        """Midnight where the team works."""
        return business_time.end_of_day(self.now)

    def parameters(self) -> dict[str, Any]:
        """What a statement built for ``Anytime`` needs when it runs."""
        return {name: getattr(self, name) for name in Anytime.__slots__}


class Anytime:
    """Any moment and anybody, for statements that are built once."""

    __slots__ = ("end_of_day", "in_an_hour", "now", "viewer_id")

    def __init__(self) -> None:
        self.now: Any = bindparam("now", type_=UtcDateTime())
        self.in_an_hour: Any = bindparam("in_an_hour", type_=UtcDateTime())
        self.end_of_day: Any = bindparam("end_of_day", type_=UtcDateTime())
        self.viewer_id: Any = bindparam("viewer_id", type_=Integer())


AnyMoment = Moment | Anytime
IS_OPEN: ColumnElement[bool] = and_(
    Thread.status.in_(OPEN_STATUSES),
    Thread.locked_at.is_(None),
    Thread.silent_at.is_(None),  # its asker said no more: nobody waits
    or_(Thread.idea_state.is_(None), Thread.idea_state.not_in(IDEAS_SETTLED)),
    Thread.deleted_at.is_(None),
    Thread.hidden_at.is_(None),
    Thread.merged_into_id.is_(None),
)
RUNS: ColumnElement[bool] = and_(
    ThreadClock.thread_id.is_not(None), ThreadClock.stopped_at.is_(None)
)
REACH: ColumnElement[int] = Thread.same_count + Thread.follower_count


# These begin at the few clocks that run; the others must look at every open thread.
TICKING = frozenset({QueueName.NEXT, QueueName.OVERDUE, QueueName.DUE_SOON, QueueName.REOPENED})


def clocked(statement: Select[Any], ticking: bool = False) -> Select[Any]:
    """The statement on ``Thread`` with the clock that conditions and orders speak of.

    ``ticking`` leaves only threads whose clock runs, which is what queues in ``TICKING`` hold.
    """
    own = ThreadClock.thread_id == Thread.id
    if ticking:
        return statement.join(ThreadClock, and_(own, ThreadClock.stopped_at.is_(None)))
    return statement.outerjoin(ThreadClock, own)


def joined(statement: Select[Any], moment: AnyMoment) -> Select[Any]:
    """The statement on ``Thread`` with its clock, claim, assignment and rest, as far as it has."""
    held = and_(
        Claim.thread_id == Thread.id,
        Claim.released_at.is_(None),
        Claim.expires_at > moment.now,
    )
    given = and_(Assignment.thread_id == Thread.id, Assignment.ended_at.is_(None))
    resting = and_(
        Snooze.thread_id == Thread.id, Snooze.ended_at.is_(None), Snooze.until > moment.now
    )
    return (
        clocked(statement)
        .outerjoin(Claim, held)
        .outerjoin(Assignment, given)
        .outerjoin(Snooze, resting)
    )


def claimed(moment: AnyMoment) -> Select[int]:
    """Ids of the threads that somebody is on."""
    return select(Claim.thread_id).where(Claim.released_at.is_(None), Claim.expires_at > moment.now)


def assigned() -> Select[int]:
    """Ids of the threads that are somebody's, or a team's, to answer."""
    return select(Assignment.thread_id).where(Assignment.ended_at.is_(None))


def resting(moment: AnyMoment) -> Select[int]:
    """Ids of the threads that rest."""
    return select(Snooze.thread_id).where(Snooze.ended_at.is_(None), Snooze.until > moment.now)


def conditions(moment: AnyMoment) -> Mapping[QueueName, ColumnElement[bool]]:
    """What each queue holds, for a statement that went through ``clocked``."""
    return {name: and_(IS_OPEN, held) for name, held in among_open(moment).items()}


def among_open(moment: AnyMoment) -> Mapping[QueueName, ColumnElement[bool]]:
    """Which of the open threads each queue holds."""
    rests = Thread.id.in_(resting(moment))
    due = ThreadClock.due_at
    mine = assigned().where(Assignment.assignee_id == moment.viewer_id)
    held = claimed(moment).where(Claim.user_id == moment.viewer_id)
    our_teams = teams_of(moment.viewer_id)
    return {
        QueueName.NEXT: and_(RUNS, _is_next(moment), not_(rests)),
        QueueName.UNANSWERED: and_(
            Thread.status == ThreadStatus.WAITING, Thread.type.in_(ANSWERABLE)
        ),
        QueueName.OVERDUE: and_(RUNS, due < moment.now),
        QueueName.DUE_SOON: and_(RUNS, due >= moment.now, due < moment.end_of_day, not_(rests)),
        QueueName.REOPENED: and_(RUNS, ThreadClock.cause == StartCause.REOPENED),
        QueueName.NEEDS_INFO: Thread.status == ThreadStatus.NEEDS_INFO,
        QueueName.MINE: Thread.id.in_(held.union(mine)),
        QueueName.TEAM: Thread.id.in_(assigned().where(Assignment.team_id.in_(our_teams))),
        QueueName.SNOOZED: rests,
        QueueName.OPEN: true(),
    }


def _is_next(moment: AnyMoment) -> ColumnElement[bool]:
    """Whether there is something to do: not where the team answered and nobody said more yet."""
    return or_(
        ThreadClock.first_stopped_at.is_(None),
        ThreadClock.due_at < moment.end_of_day,
        Thread.last_activity_at > ThreadClock.first_stopped_at,
    )


def band(moment: AnyMoment) -> ColumnElement[int]:
    """The ``Band`` of a thread, as a number."""
    due = ThreadClock.due_at
    return case(
        (or_(ThreadClock.thread_id.is_(None), ThreadClock.stopped_at.is_not(None)), Band.NO_CLOCK),
        (due < moment.now, Band.OVERDUE),
        (due < moment.in_an_hour, Band.WITHIN_HOUR),
        (due < moment.end_of_day, Band.TODAY),
        else_=Band.LATER,
    )


def urgency(moment: AnyMoment) -> ColumnElement[int]:
    """Band first, reach within the band, in one number that can be paged by."""
    reach = case((REACH > REACH_MAX, REACH_MAX), else_=REACH)
    return band(moment) * (REACH_MAX + 1) + reach


def band_of(value: int) -> Band:
    """The band in what ``urgency`` gave."""
    return Band(value // (REACH_MAX + 1))
