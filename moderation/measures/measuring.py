"""What one thread adds to the figures, from what happened in it. Pure: no database, no "now"."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from moderation.measures.models import By
from moderation.teams.business_time import MINUTE, Calendar, Interval, between

NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class Said:
    """Something was said at a moment, by somebody of a standing."""

    at: datetime
    by: By


@dataclass(frozen=True, slots=True)
class History:
    """What happened in one thread, as far as the figures care; all moments aware.

    ``answers`` are by others than the asker and say more than "same here"; ``solutions`` are the
    marks in force, by the standing of whose answer is marked. ``pauses`` without an end go on.
    ``solved_before`` says that it was called solved at some time, in force or not. ``claims`` are
    the times for which reps had it to themselves.
    """

    asked_at: datetime
    calendar: Calendar
    answers: tuple[Said, ...] = ()
    solutions: tuple[Said, ...] = ()
    reopened: int = 0
    reopened_at: datetime | None = None  # the last time
    solved_before: bool = False
    pauses: tuple[tuple[datetime, datetime | None], ...] = ()
    claims: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one thread; see ``models.MeasuredThread``."""

    asked_day: int
    first_by: By | None
    first_minutes: int | None
    solved_by: By | None
    solution_minutes: int | None
    was_solved: bool
    reopened: int
    work_minutes: int | None


def measure(history: History) -> Measured:
    """The figures of one thread.

    The first answer is measured from the question, and so is the solution, however often it was
    opened again meanwhile: of the marks that hold the first since the last time it was.
    """
    since = max(history.asked_at, history.reopened_at or history.asked_at)
    first = min(history.answers, key=_when, default=None)
    solved = min((one for one in history.solutions if one.at >= since), key=_when, default=None)
    return Measured(
        asked_day=history.asked_at.astimezone(history.calendar.info).date().toordinal(),
        first_by=first.by if first else None,
        first_minutes=_minutes(history, first),
        solved_by=solved.by if solved else None,
        solution_minutes=_minutes(history, solved),
        was_solved=bool(history.solutions) or history.solved_before or history.reopened > 0,
        reopened=history.reopened,
        work_minutes=_work(history.claims),
    )


def _when(said: Said) -> datetime:
    return said.at


def _minutes(history: History, said: Said | None) -> int | None:
    if said is None:
        return None
    pauses = [(began, ended or max(began, said.at)) for began, ended in history.pauses]
    return between(history.calendar, history.asked_at, said.at, pauses) // MINUTE


def _work(claims: tuple[Interval, ...]) -> int | None:
    if not claims:
        return None
    return sum((ended - began for began, ended in claims), NOTHING) // MINUTE
