"""Counting the entries of the ledger: in all, by step of a chart, by what was read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import ColumnElement, and_, case, func, select

from forum.core.db import db
from forum.core.permissions import Actor
from forum.finding.cards import Found, load
from forum.finding.deflection import Deflected
from forum.finding.models import DeflectionEntry
from moderation.measures.spans import DAY, Span
from moderation.watchlist import business_time

DOCUMENTS_MAX = 20


@dataclass(frozen=True, slots=True)
class Counted:
    """Entries by what became of the visit."""

    confirmed: int = 0
    probable: int = 0
    failed: int = 0
    open: int = 0

    @property
    def decided(self) -> int:
        """Those of which it is known what became of them."""
        return self.confirmed + self.probable + self.failed


@dataclass(frozen=True, slots=True)
class OfDocument:
    """The entries of one thread or article."""

    found: Found
    counted: Counted


def now_and_before(span: Span) -> tuple[Counted, Counted]:
    """Every entry of the span, and of as many days before it; one statement."""
    since = datetime.combine(span.first, time(0), business_time.zone())
    is_now = case((DeflectionEntry.began_at >= since, 1), else_=0)
    numbers: dict[int, dict[Deflected, int]] = {0: {}, 1: {}}
    for place, deflected, count in db.session.execute(
        select(is_now, DeflectionEntry.deflected, func.count())
        .where(_during(Span(span.before.first, span.last)))
        .group_by(is_now, DeflectionEntry.deflected)
    ):
        numbers[place][deflected] = count
    return _counted(numbers[1]), _counted(numbers[0])


def by_step(span: Span) -> list[tuple[Span, Counted]]:
    """The same for each step of a chart, the oldest first; one statement."""
    steps = span.steps
    place = case(
        *((_began_before(step), number) for number, step in enumerate(steps[:-1])),
        else_=len(steps) - 1,
    ).label("place")
    counts: dict[int, dict[Deflected, int]] = {}
    for number, deflected, count in db.session.execute(
        select(place, DeflectionEntry.deflected, func.count())
        .where(_during(span))
        .group_by(place, DeflectionEntry.deflected)
    ):
        counts.setdefault(number, {})[deflected] = count
    return [(step, _counted(counts.get(number, {}))) for number, step in enumerate(steps)]


def by_document(span: Span, viewer: Actor) -> list[OfDocument]:
    """What helped most, and what failed: the most entries first, at most ``DOCUMENTS_MAX``."""
    number = {
        kind: func.sum(case((DeflectionEntry.deflected == kind, 1), else_=0)) for kind in Deflected
    }
    rows = db.session.execute(
        select(DeflectionEntry.document_key, *number.values())
        .where(_during(span))
        .group_by(DeflectionEntry.document_key)
        .order_by(func.count().desc(), DeflectionEntry.document_key)
        .limit(DOCUMENTS_MAX)
    ).all()
    found = load([row[0] for row in rows], viewer)
    return [
        OfDocument(found[row[0]], _counted(dict(zip(number, row[1:], strict=True))))
        for row in rows
        if row[0] in found
    ]


def _counted(numbers: Mapping[Deflected, int]) -> Counted:
    return Counted(**{kind.value: int(numbers.get(kind, 0)) for kind in Deflected})


def _during(span: Span) -> ColumnElement[bool]:
    since = datetime.combine(span.first, time(0), business_time.zone())
    return and_(DeflectionEntry.began_at >= since, _began_before(span))


def _began_before(span: Span) -> ColumnElement[bool]:
    until = datetime.combine(span.last + DAY, time(0), business_time.zone())
    return DeflectionEntry.began_at < until


def helpful_first(rows: Sequence[OfDocument]) -> list[OfDocument]:
    """What was said to have helped stands before what only may have."""
    return sorted(rows, key=lambda row: (-row.counted.confirmed, -row.counted.probable))
