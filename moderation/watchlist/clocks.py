"""What a thread's clock shows, from what happened in the thread. Pure: no database, no "now".

The community has the first hours to itself; then the team's time to a first answer begins.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forum.threads.models import Severity
from moderation.watchlist import business_time

COMMUNITY_WINDOW = timedelta(hours=4)
NO_WINDOW = frozenset({Severity.BLOCKING, Severity.CRITICAL})  # nobody waits for a volunteer then
FIRST_ANSWER = {
    Severity.BLOCKING: timedelta(hours=1),
    Severity.CRITICAL: timedelta(hours=4),
    Severity.MAJOR: timedelta(hours=8),
    Severity.MINOR: business_time.WORKING_DAY,
    Severity.TRIVIAL: 2 * business_time.WORKING_DAY,
}
DEFERRED_BY = timedelta(hours=8)  # somebody helped already: look whether it was enough


class StartCause(StrEnum):
    """Why a clock began to run."""

    ASKED = "asked"
    REOPENED = "reopened"  # the answer did not help
    TOLD = "told"  # the asker gave the details that were asked for


class StopReason(StrEnum):
    """Why a clock stands still."""

    ANSWERED = "answered"  # by staff
    CONFIRMED = "confirmed"  # asker, ambassador or staff said that an answer is right
    NEEDS_INFO = "needs_info"
    ELSEWHERE = "elsewhere"  # a duplicate: the answer stands in another place
    CLOSED = "closed"  # locked
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Facts:
    """What happened in one thread, as far as its clock cares; all moments aware.

    ``staff_answers`` and ``confirmations`` are those still in force and in sight;
    ``peer_answers`` are those by members other than the asker.
    """

    asked_at: datetime
    severity: Severity
    wants_answer: bool = True
    staff_only: bool = False
    reopened_at: datetime | None = None
    told_at: datetime | None = None
    peer_answers: tuple[datetime, ...] = ()
    staff_answers: tuple[datetime, ...] = ()
    confirmations: tuple[datetime, ...] = ()
    needs_info_at: datetime | None = None
    elsewhere_at: datetime | None = None
    closed_at: datetime | None = None
    gone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the clock shows."""

    started_at: datetime
    cause: StartCause
    due_at: datetime
    deferred_at: datetime | None
    stopped_at: datetime | None
    stop_reason: StopReason | None


def allowance(severity: Severity, staff_only: bool = False) -> timedelta:
    """Business time until the team's first answer is due, the community window included."""
    window = timedelta(0) if staff_only or severity in NO_WINDOW else COMMUNITY_WINDOW
    return window + FIRST_ANSWER[severity]


def due_at(
    started_at: datetime, severity: Severity, staff_only: bool = False, deferred: bool = False
) -> datetime:
    """When the first answer is due; ``deferred`` when a member has answered since the start."""
    extra = DEFERRED_BY if deferred else timedelta(0)
    return business_time.add(started_at, allowance(severity, staff_only) + extra)


def read(facts: Facts) -> Reading | None:
    """What the clock shows, or None for ideas and feedback, which run without one."""
    if not facts.wants_answer:
        return None
    started_at, cause = _start(facts)
    deferred_at = min((at for at in facts.peer_answers if at >= started_at), default=None)
    stopped_at, reason = _stop(facts, started_at)
    return Reading(
        started_at,
        cause,
        due_at(started_at, facts.severity, facts.staff_only, deferred_at is not None),
        deferred_at,
        stopped_at,
        reason,
    )


def _start(facts: Facts) -> tuple[datetime, StartCause]:
    starts = [(facts.asked_at, StartCause.ASKED)]
    if facts.reopened_at is not None:
        starts.append((facts.reopened_at, StartCause.REOPENED))
    if facts.told_at is not None:
        starts.append((facts.told_at, StartCause.TOLD))
    return max(starts, key=lambda start: start[0])


def _stop(facts: Facts, started_at: datetime) -> tuple[datetime | None, StopReason | None]:
    stops = [
        (facts.gone_at, StopReason.GONE),
        (facts.closed_at, StopReason.CLOSED),
        (facts.elsewhere_at, StopReason.ELSEWHERE),
        (facts.needs_info_at, StopReason.NEEDS_INFO),
        (_first_since(started_at, facts.staff_answers), StopReason.ANSWERED),
        (_first_since(started_at, facts.confirmations), StopReason.CONFIRMED),
    ]
    known = [(at, reason) for at, reason in stops if at is not None]
    return min(known, key=lambda stop: stop[0]) if known else (None, None)


def _first_since(started_at: datetime, moments: tuple[datetime, ...]) -> datetime | None:
    return min((at for at in moments if at >= started_at), default=None)
