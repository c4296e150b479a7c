"""What people said of how it went: counts by what solved it and where, and their words."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from forum.core.db import db
from forum.satisfaction.models import SatisfactionAsk, SolvedBy
from forum.satisfaction.policy import BAD, FAIR, GOOD
from forum.threads.models import Thread
from moderation.measures.models import MeasuredThread
from moderation.measures.queries import Places, narrowed
from moderation.measures.views import View

COMMENTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Said:
    """How many were asked, and what they said."""

    asked: int = 0
    good: int = 0
    fair: int = 0
    bad: int = 0

    @property
    def replies(self) -> int:
        """How many said anything."""
        return self.good + self.fair + self.bad

    def __add__(self, other: "Said") -> "Said":
        """Both together."""
        return Said(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Said)))


@dataclass(frozen=True, slots=True)
class Parts:
    """The same replies by three things."""

    by_kind: dict[SolvedBy, Said]
    by_category: dict[int, Said]
    by_team: dict[int | None, Said]


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote, and about which thread; never by whom."""

    id: int
    score: int
    text: str
    said_at: datetime
    is_asker: bool
    solved_by: SolvedBy
    thread: Thread


@dataclass(frozen=True, slots=True)
class During:
    """Moments: from the first to right before the last."""

    since: datetime
    until: datetime


def now_and_before(view: View, among: Places, now: During, before: During) -> tuple[Said, Said]:
    """The span, and as many days before it; one statement."""
    is_now = case((SatisfactionAsk.asked_at >= now.since, 1), else_=0)
    found = _said(view, among, During(before.since, now.until), is_now)
    return (
        Said(*next((row[1:] for row in found if row[0] == 1), ())),
        Said(*next((row[1:] for row in found if row[0] == 0), ())),
    )


def by_part(view: View, among: Places, now: During) -> Parts:
    """By kind of answer, category and team, from one statement."""
    keys = (SatisfactionAsk.solved_by, MeasuredThread.category_id, MeasuredThread.team_id)
    parts = Parts({}, {}, {})
    for kind, category_id, team_id, *numbers in _said(view, among, now, *keys):
        said = Said(*numbers)
        parts.by_kind[kind] = parts.by_kind.get(kind, Said()) + said
        parts.by_category[category_id] = parts.by_category.get(category_id, Said()) + said
        parts.by_team[team_id] = parts.by_team.get(team_id, Said()) + said
    return parts


def by_step(view: View, among: Places, steps: Sequence[During]) -> list[Said]:
    """The parts of a span, by when people were asked; one statement."""
    place = case(
        *((SatisfactionAsk.asked_at < step.until, at) for at, step in enumerate(steps)),
        else_=len(steps),
    )
    whole = During(steps[0].since, steps[-1].until)
    found = {row[0]: Said(*row[1:]) for row in _said(view, among, whole, place)}
    return [found.get(at, Said()) for at in range(len(steps))]


def comments(
    view: View, among: Places, now: During, before_id: int | None, most: int = COMMENTS_SHOWN
) -> list[Comment]:
    """What people wrote, the latest asked first; one statement, and one more than ``most``."""
    ask = SatisfactionAsk
    statement = (
        select(ask, Thread)
        .join(Thread, Thread.id == ask.thread_id)
        .join(MeasuredThread, MeasuredThread.thread_id == ask.thread_id)
        .where(_asked_in(view, among, now), ask.comment != "", ask.score.is_not(None))
        .order_by(ask.id.desc())
        .limit(most + 1)
    )
    if before_id is not None:
        statement = statement.where(ask.id < before_id)
    return [
        Comment(
            row.id,
            row.score or 0,
            row.comment,
            row.changed_at or row.asked_at,
            row.is_asker,
            row.solved_by,
            thread,
        )
        for row, thread in db.session.execute(statement)
    ]


def _said(view: View, among: Places, during: During, *keys: Any) -> Sequence[Any]:
    """Rows of the keys, and how many were asked, said good, fair and bad."""
    labelled = [key.label(f"key_{at}") for at, key in enumerate(keys)]
    c = (
        select(*labelled, SatisfactionAsk.score)
        .join(MeasuredThread, MeasuredThread.thread_id == SatisfactionAsk.thread_id)
        .where(_asked_in(view, among, during))
        .subquery()
        .c
    )
    groups = [c[key.name] for key in labelled]
    counted = [func.sum(case((c.score == score, 1), else_=0)) for score in (GOOD, FAIR, BAD)]
    return db.session.execute(select(*groups, func.count(), *counted).group_by(*groups)).all()


def _asked_in(view: View, among: Places, during: During) -> ColumnElement[bool]:
    return and_(
        SatisfactionAsk.asked_at >= during.since,
        SatisfactionAsk.asked_at < during.until,
        narrowed(view, among),
    )
