"""The figures: each statement counts all threads of a view at once, by one thing."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)

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
TIMES = {
    "first": MeasuredThread.first_minutes,
    "solution": MeasuredThread.solution_minutes,
}
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
    """Counts and times by ``key``, in one statement of three parts under one another."""
    which = and_(MeasuredThread.counts, _asked_in(span), narrowed(view, among))
    parts = [_counted(key, which)]
    parts += [_timed(name, key, minutes, which) for name, minutes in TIMES.items()]
    counts: dict[Key, Sequence[Any]] = {}
    times: dict[tuple[str, Key], Times] = {}
    for found, part, *numbers in db.session.execute(union_all(*parts)):
        if part in TIMES:
            times[part, found] = Times(*numbers[:3])
        else:
            counts[found] = numbers
    return {
        found: replace(
            Tally(*numbers),
            first=times.get(("first", found), Times()),
            solution=times.get(("solution", found), Times()),
        )
        for found, numbers in counts.items()
    }


def _counted(key: ColumnElement[Any], which: ColumnElement[bool]) -> Select[Any]:
    row, ticking, now = MeasuredThread, ThreadClock, literal(clock.now(), UtcDateTime)
    first_end = func.coalesce(ticking.first_stopped_at, ticking.stopped_at, now)
    solution_end = func.coalesce(ticking.resolved_at, ticking.stopped_at, now)
    c = (
        select(
            key.label("key"),
            *(row.first_by, row.status, row.was_solved, row.reopened),
            ticking.thread_id.label("clock"),
            (ticking.first_due_at < first_end).label("late_first"),
            (ticking.resolution_due_at < solution_end).label("late_solution"),
        )
        .outerjoin(ticking, ticking.thread_id == row.thread_id)
        .where(which)
        .subquery()
        .c
    )
    is_elsewhere = and_(c.first_by.is_(None), c.status == ThreadStatus.DUPLICATE)
    counted = [
        func.count(),
        *(_how_many(c.first_by == by) for by in By),
        _how_many(is_elsewhere),
        _how_many(and_(c.first_by.is_(None), c.status != ThreadStatus.DUPLICATE)),
        _how_many(c.was_solved),
        _how_many(and_(c.was_solved, c.reopened > 0)),
        func.count(c.clock),
        _how_many(c.late_first),
        _how_many(c.late_solution),
    ]
    return select(c.key, literal("counts"), *counted).group_by(c.key)


def _timed(
    name: str, key: ColumnElement[Any], minutes: Any, which: ColumnElement[bool]
) -> Select[Any]:
    """How many there are, the half-way and the nine-tenths one: the nearest rank above.

    A percentile is the time at its rank, so always one that was. Like times are counted first:
    there are far fewer of them than threads, and only they are put in order.
    """
    one = select(key.label("key"), minutes.label("minutes")).where(which, minutes.is_not(None))
    c = one.subquery().c
    alike = (
        select(c.key, c.minutes, func.count().label("number"))
        .group_by(c.key, c.minutes)
        .subquery()
        .c
    )
    number = cast(func.sum(alike.number).over(partition_by=alike.key), Integer)
    rank = func.sum(alike.number).over(partition_by=alike.key, order_by=alike.minutes)
    ranked = select(
        alike.key, alike.minutes, number.label("of"), cast(rank, Integer).label("rank")
    ).subquery()
    r = ranked.c
    padding = [literal(0)] * (len(COUNTS) - 3)
    return select(
        r.key,
        literal(name),
        func.max(r.of),
        func.min(case((r.rank >= (r.of + 1) // 2, r.minutes))),
        func.min(case((r.rank >= (r.of * 9 + 9) // 10, r.minutes))),
        *padding,
    ).group_by(r.key)


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
