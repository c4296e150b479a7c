"""The figures: each statement counts all threads of a view at once, by one thing."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, select

from forum.categories.models import Category
from forum.categories.queries import tree
from forum.core import clock
from forum.core.db import UtcDateTime, db
from forum.core.permissions import Actor
from forum.threads.models import ThreadStatus
from moderation.measures.models import By, MeasuredThread
from moderation.measures.spans import Span
from moderation.measures.views import SplitBy, View
from moderation.teams.models import Team
from moderation.watchlist.models import ThreadClock

Key = int | str | None


@dataclass(frozen=True, slots=True)
class Times:
    """How long something took in how many threads, in minutes; None where there is none."""

    number: int = 0
    median: int | None = None
    p90: int | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """The figures of some threads; each is explained in ``words.definitions``."""

    asked: int = 0
    by_staff: int = 0
    by_ambassadors: int = 0
    by_members: int = 0
    elsewhere: int = 0
    unanswered: int = 0
    settled: int = 0
    reopened: int = 0
    with_clock: int = 0
    late_first: int = 0
    late_solution: int = 0
    first: Times = Times()
    solution: Times = Times()


NOBODY = Tally()
COUNTS = tuple(field.name for field in fields(Tally) if isinstance(field.default, int))


@dataclass(frozen=True, slots=True)
class Places:
    """What figures can be narrowed to and split by, as the viewer may see it."""

    categories: Sequence[Category]
    teams: Sequence[Team]

    def below(self, slug: str) -> list[int]:
        """The category and those below it; none where there is no such category."""
        ids = [category.id for category in self.categories if category.slug == slug]
        return ids + [one.id for one in self.categories if one.parent_id in ids]


def places(viewer: Actor) -> Places:
    """All categories and teams; two statements."""
    return Places(tree(viewer), teams())


def teams() -> Sequence[Team]:
    """Every team, also those given up: they answered once."""
    return db.session.scalars(select(Team).order_by(Team.name)).all()


def now_and_before(view: View, among: Places) -> tuple[Tally, Tally]:
    """The span, and as many days before it; one statement."""
    before = view.span.before
    is_now = case((MeasuredThread.asked_day >= view.span.first.toordinal(), 1), else_=0)
    found = _tallies(is_now, Span(before.first, view.span.last), view, among)
    return found.get(1, NOBODY), found.get(0, NOBODY)


def by_step(view: View, among: Places) -> list[tuple[Span, Tally]]:
    """The parts of the span, those with nothing among them; one statement."""
    first = view.span.first.toordinal()
    at = (MeasuredThread.asked_day - first) // view.span.step
    found = _tallies(at, view.span, view, among)
    return [(part, found.get(place, NOBODY)) for place, part in enumerate(view.span.steps)]


def by_group(view: View, among: Places) -> dict[Key, Tally]:
    """By category, team or severity; one statement."""
    columns: dict[SplitBy, ColumnElement[Any]] = {
        SplitBy.CATEGORY: MeasuredThread.category_id.expression,
        SplitBy.TEAM: MeasuredThread.team_id.expression,
        SplitBy.SEVERITY: MeasuredThread.severity.expression,
    }
    return _tallies(columns[view.split_by], view.span, view, among)


def narrowed(view: View, among: Places) -> ColumnElement[bool]:
    """The condition that a measured thread is of this view, whenever it was asked."""
    seen = [one.id for one in among.categories]
    conditions: list[ColumnElement[bool]] = [MeasuredThread.category_id.in_(seen)]
    if view.category:
        conditions.append(MeasuredThread.category_id.in_(among.below(view.category)))
    if view.team_id is not None:
        conditions.append(MeasuredThread.team_id == view.team_id)
    if view.severity is not None:
        conditions.append(MeasuredThread.severity == view.severity)
    return and_(*conditions)


def _asked_in(span: Span) -> ColumnElement[bool]:
    return MeasuredThread.asked_day.between(span.first.toordinal(), span.last.toordinal())


def _tallies(key: ColumnElement[Any], span: Span, view: View, among: Places) -> dict[Key, Tally]:
    """Counts and times by ``key``. A percentile is the time at its rank, so always one that was."""
    row, now = MeasuredThread, literal(clock.now(), UtcDateTime)
    times = {"first": row.first_minutes, "solution": row.solution_minutes}
    ranks: list[ColumnElement[Any]] = []
    for name, minutes in times.items():
        partition = (key, minutes.is_(None))
        ranks += [
            func.row_number().over(partition_by=partition, order_by=minutes).label(f"{name}_rank"),
            func.count().over(partition_by=partition).label(f"{name}_of"),
        ]
    ticking = ThreadClock
    first_end = func.coalesce(ticking.first_stopped_at, ticking.stopped_at, now)
    solution_end = func.coalesce(ticking.resolved_at, ticking.stopped_at, now)
    inner = (
        select(
            key.label("key"),
            *(row.first_by, row.status, row.was_solved, row.reopened),
            *(column.label(f"{name}_minutes") for name, column in times.items()),
            *ranks,
            ticking.thread_id.label("clock"),
            (ticking.first_due_at < first_end).label("late_first"),
            (ticking.resolution_due_at < solution_end).label("late_solution"),
        )
        .outerjoin(ticking, ticking.thread_id == row.thread_id)
        .where(row.counts, _asked_in(span), narrowed(view, among))
        .subquery()
    )
    c = inner.c
    is_elsewhere = and_(c.first_by.is_(None), c.status == ThreadStatus.DUPLICATE)
    counted = [
        *(_how_many(c.first_by == by) for by in By),
        _how_many(is_elsewhere),
        _how_many(and_(c.first_by.is_(None), c.status != ThreadStatus.DUPLICATE)),
        _how_many(c.was_solved),
        _how_many(and_(c.was_solved, c.reopened > 0)),
        func.count(c.clock),
        _how_many(c.late_first),
        _how_many(c.late_solution),
    ]
    percentiles = [part for name in times for part in _percentiles(c, name)]
    found = db.session.execute(select(c.key, func.count(), *counted, *percentiles).group_by(c.key))
    return {key: _tally(*numbers) for key, *numbers in found}


def _tally(*numbers: Any) -> Tally:
    counts = dict(zip(COUNTS, numbers[: len(COUNTS)], strict=True))
    first, solution = numbers[-6:-3], numbers[-3:]
    return Tally(**counts, first=Times(*first), solution=Times(*solution))


def _percentiles(c: Any, name: str) -> tuple[ColumnElement[Any], ...]:
    """How many there are, the half-way and the nine-tenths one: the nearest rank above."""
    minutes, rank, of = c[f"{name}_minutes"], c[f"{name}_rank"], c[f"{name}_of"]
    return (
        func.count(minutes),
        func.max(case((rank == (of + 1) // 2, minutes))),
        func.max(case((rank == (of * 9 + 9) // 10, minutes))),
    )


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
