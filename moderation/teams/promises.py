"""How long things may take, and when they are due. Pure: no database, no "now".

The community has the first hours to itself; then the team's time runs, to a first answer and to a
solution.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from forum.threads.models import Severity
from moderation.teams.business_time import Calendar, Interval, Shift, add
from moderation.teams.lengths import Length

NO_WINDOW = frozenset({Severity.BLOCKING, Severity.CRITICAL})  # nobody waits for a volunteer then
HOURS = 60  # minutes


@dataclass(frozen=True, slots=True)
class Allowance:
    """Business time for one severity, both from the end of the community window."""

    first: Length
    resolution: Length


@dataclass(frozen=True)
class Promise:
    """One version of a policy, whole: it never changes, and neither does what began under it."""

    calendar: Calendar
    community: Length
    deferral: Length  # what a member's answer gives: time to see whether it was enough
    allowances: Mapping[Severity, Allowance]

    def window(self, severity: Severity, staff_only: bool = False) -> timedelta:
        """The hours the community has to itself."""
        if staff_only or severity in NO_WINDOW:
            return timedelta(0)
        return self.community.on(self.calendar.day)

    def first(self, severity: Severity) -> timedelta:
        """The team's time to a first answer."""
        return self.allowances[severity].first.on(self.calendar.day)

    def resolution(self, severity: Severity) -> timedelta:
        """The team's time to a solution."""
        return self.allowances[severity].resolution.on(self.calendar.day)


@dataclass(frozen=True, slots=True)
class Due:
    """When each clock of a thread runs out. Without a window the first is empty."""

    community_ends_at: datetime | None
    first_due_at: datetime
    resolution_due_at: datetime
    deferred_at: datetime | None = None


def due(
    promise: Promise,
    started_at: datetime,
    severity: Severity,
    staff_only: bool = False,
    member_answers: Iterable[datetime] = (),
    pauses: Iterable[Interval] = (),
    called_at: datetime | None = None,
) -> Due:
    """When everything is due that began at ``started_at``.

    Whoever calls the team (``called_at``) ends the community window; its clocks run from there.
    The first answer of a member ends the community window and defers the team's clocks, once; one
    that came when the team was late already changes nothing.
    """
    off, calendar = list(pauses), promise.calendar
    window, extra = promise.window(severity, staff_only), timedelta(0)
    first, resolution = promise.first(severity), promise.resolution(severity)
    opens = add(calendar, started_at, window, off)
    if called_at is not None and called_at >= started_at:
        opens = min(opens, called_at)
    first_due = add(calendar, opens, first, off)
    solution_due = add(calendar, opens, resolution, off)
    deferred_at = min((at for at in member_answers if started_at <= at <= first_due), default=None)
    if deferred_at is not None:
        opens, extra = min(opens, deferred_at), promise.deferral.on(calendar.day)
        first_due = max(first_due, add(calendar, opens, first + extra, off))
        solution_due = max(solution_due, add(calendar, opens, resolution + extra, off))
    return Due(opens if window else None, first_due, solution_due, deferred_at)


WEEKDAYS_9_TO_18 = tuple(Shift(weekday, 9 * HOURS, 18 * HOURS) for weekday in range(5))
# What a new site begins with; the first migration of teams writes the same rows.
DEFAULT = Promise(
    calendar=Calendar("Europe/Berlin", WEEKDAYS_9_TO_18),
    community=Length(minutes=4 * HOURS),
    deferral=Length(minutes=8 * HOURS),
    allowances=MappingProxyType(
        {
            Severity.BLOCKING: Allowance(Length(0, 1 * HOURS), Length(0, 8 * HOURS)),
            Severity.CRITICAL: Allowance(Length(0, 4 * HOURS), Length(1)),
            Severity.MAJOR: Allowance(Length(0, 8 * HOURS), Length(2)),
            Severity.MINOR: Allowance(Length(1), Length(5)),
            Severity.TRIVIAL: Allowance(Length(2), Length(10)),
        }
    ),
)
