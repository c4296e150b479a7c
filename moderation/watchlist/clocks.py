"""What a thread's clocks show, from what happened in the thread. Pure: no database, no "now".

Three run from the same moment: the community window, the team's first answer, the solution. How
long each may take comes from ``teams.promises``.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forum.threads.models import Severity
from moderation.teams.promises import Due, Promise, due

SOON = timedelta(hours=1)  # before it is due somebody hears of it


class ClockName(StrEnum):
    """The clocks that somebody answers for."""

    FIRST = "first"
    RESOLUTION = "resolution"


class StartCause(StrEnum):
    """Why the clocks run."""

    ASKED = "asked"
    REOPENED = "reopened"  # the answer did not help: everything from the beginning
    TOLD = "told"  # the details came: they run on


class StopReason(StrEnum):
    """Why a clock stands still."""

    ANSWERED = "answered"  # by staff
    CONFIRMED = "confirmed"  # asker, ambassador or staff said that an answer is right
    NEEDS_INFO = "needs_info"
    INCIDENT = "incident"  # it is being told of to everyone
    SILENT = "silent"  # its asker said no more
    ELSEWHERE = "elsewhere"  # a duplicate: the answer stands in another place
    CLOSED = "closed"  # locked
    GONE = "gone"


class PauseReason(StrEnum):
    """Why time does not count for a while. A snooze is no reason: people wait on."""

    NEEDS_INFO = "needs_info"
    INCIDENT = "incident"


PAUSED = frozenset({StopReason.NEEDS_INFO, StopReason.INCIDENT})


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not count; without an end it goes on."""

    reason: PauseReason
    began_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What happened in one thread, as far as its clocks care; all moments aware.

    ``staff_answers``, ``confirmations`` and ``solutions`` are those still in force and in sight,
    by others than the asker where they are answers; ``member_answers`` are those of other members.
    A solution is a confirmation too. ``category_ids`` are its category and those above.
    """

    asked_at: datetime
    severity: Severity
    wants_answer: bool = True
    staff_only: bool = False
    category_ids: tuple[int, ...] = ()
    reopened_at: datetime | None = None
    member_answers: tuple[datetime, ...] = ()
    staff_answers: tuple[datetime, ...] = ()
    confirmations: tuple[datetime, ...] = ()
    solutions: tuple[datetime, ...] = ()
    pauses: tuple[Pause, ...] = ()
    called_at: datetime | None = None  # an ambassador said that it needs the team
    silent_at: datetime | None = None
    elsewhere_at: datetime | None = None
    closed_at: datetime | None = None
    gone_at: datetime | None = None

    @property
    def started_at(self) -> datetime:
        """When the clocks began, the last time they did."""
        return max(self.asked_at, self.reopened_at or self.asked_at)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the clocks show. They run while ``stopped_at`` is empty."""

    started_at: datetime
    cause: StartCause
    due: Due
    first_stopped_at: datetime | None
    first_stop: StopReason | None
    resolved_at: datetime | None
    stopped_at: datetime | None
    stop_reason: StopReason | None

    @property
    def due_at(self) -> datetime:
        """When the next thing is due: the first answer, and after it the solution."""
        waits = self.first_stopped_at is None
        return self.due.first_due_at if waits else self.due.resolution_due_at


Stop = tuple[datetime | None, StopReason | None]


def read(facts: Facts, promise: Promise) -> Reading | None:
    """What the clocks show, or None for ideas and feedback, which run without any.

    Args:
        promise: what held in the thread's category when the clocks began.
    """
    if not facts.wants_answer:
        return None
    started_at = facts.started_at
    pauses = [(one.began_at, one.ended_at) for one in facts.pauses if one.ended_at is not None]
    members = facts.member_answers
    called = facts.called_at
    times = due(promise, started_at, facts.severity, facts.staff_only, members, pauses, called)
    first_stopped_at, first_stop = _earliest(
        (_since(started_at, facts.staff_answers), StopReason.ANSWERED),
        (_since(started_at, facts.confirmations + facts.solutions), StopReason.CONFIRMED),
    )
    resolved_at = _since(started_at, facts.solutions)
    stopped_at, reason = _stop(facts, resolved_at)
    return Reading(
        started_at,
        _cause(facts),
        times,
        first_stopped_at,
        first_stop,
        resolved_at,
        stopped_at,
        reason,
    )


def _cause(facts: Facts) -> StartCause:
    told = any(
        pause.reason is PauseReason.NEEDS_INFO
        and pause.ended_at is not None
        and pause.ended_at >= facts.started_at
        for pause in facts.pauses
    )
    if told:
        return StartCause.TOLD
    return StartCause.ASKED if facts.started_at == facts.asked_at else StartCause.REOPENED


def _stop(facts: Facts, resolved_at: datetime | None) -> Stop:
    """What ended it; where nothing did, the pause it is in."""
    ended = _earliest(
        (facts.gone_at, StopReason.GONE),
        (facts.closed_at, StopReason.CLOSED),
        (facts.elsewhere_at, StopReason.ELSEWHERE),
        (facts.silent_at, StopReason.SILENT),
        (resolved_at, StopReason.CONFIRMED),
    )
    if ended[0] is not None:
        return ended
    return _earliest(
        *((one.began_at, StopReason(one.reason)) for one in facts.pauses if one.ended_at is None)
    )


def _earliest(*stops: Stop) -> Stop:
    known = [(at, reason) for at, reason in stops if at is not None]
    return min(known, key=lambda stop: stop[0]) if known else (None, None)


def _since(started_at: datetime, moments: tuple[datetime, ...]) -> datetime | None:
    return min((at for at in moments if at >= started_at), default=None)
