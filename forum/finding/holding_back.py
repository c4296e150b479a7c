"""Visits to the ask page that are shown no suggestions, and what came of them and of the others.

What was found for them is logged all the same: both sides count only visits for which there was
something to show, so that they differ in nothing else. Pure but for the counting.
"""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select

from forum.core.db import db
from forum.finding.models import Occasion, ShownSuggestion

PERCENT_MAX = 50  # beyond that, too many are kept from an answer to learn anything faster
VISITS_MIN = 100  # of each side; fewer say nothing that next week could not turn round
Z_95 = 1.96  # two-sided, 95 %


@dataclass(frozen=True, slots=True)
class Side:
    """Visits of one side, and how many of them asked all the same."""

    visits: int
    asked: int

    @property
    def share(self) -> float | None:
        """Who asked, of all."""
        return self.asked / self.visits if self.visits else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the true share lies in 95 of 100 cases."""
        return wilson(self.asked, self.visits) if self.visits else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Shown and held back, over the time in which both were; ``since`` is None before that."""

    shown: Side
    held: Side
    since: datetime | None

    @property
    def tells(self) -> bool:
        """Whether there are enough visits on both sides to say anything."""
        return min(self.shown.visits, self.held.visits) >= VISITS_MIN

    @property
    def differs(self) -> bool:
        """Whether the intervals lie apart: more than chance."""
        shown, held = self.shown.interval, self.held.interval
        return bool(self.tells and shown and held and (shown[1] < held[0] or held[1] < shown[0]))


def is_held_back(ask_key: str, percent: int) -> bool:
    """Whether this visit is shown nothing: the same visit always alike, by its random key."""
    if not ask_key or percent <= 0:
        return False
    digest = hashlib.sha256(f"held back:{ask_key}".encode()).digest()
    return int.from_bytes(digest[:4]) % 100 < percent


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """The score interval of a share (E. B. Wilson, 1927), at 95 %."""
    share, spread = successes / trials, Z_95**2 / trials
    middle = (share + spread / 2) / (1 + spread)
    half = Z_95 / (1 + spread) * math.sqrt((share * (1 - share) + spread / 4) / trials)
    return max(0.0, middle - half), min(1.0, middle + half)


def comparison(since: datetime) -> Comparison:
    """What became of both kinds of visits while some were held back; one statement.

    Before the first visit that was held back, and after the last, other things may have been
    different, so the others are counted between the two alone.
    """
    row = ShownSuggestion
    of_asking = row.occasion == Occasion.ASKING
    held = (of_asking, row.held_back, row.shown_at >= since)
    first = select(func.min(row.shown_at)).where(*held).scalar_subquery()
    last = select(func.max(row.shown_at)).where(*held).scalar_subquery()
    visits = (
        select(
            func.max(case((row.held_back, 1), else_=0)).label("held"),
            func.max(case((row.thread_id.is_not(None), 1), else_=0)).label("asked"),
        )
        .where(of_asking, row.shown_at >= first, row.shown_at <= last)
        .group_by(row.ask_key)
        .subquery()
    )
    found = db.session.execute(
        select(visits.c.held, visits.c.asked, func.count(), first).group_by(
            visits.c.held, visits.c.asked
        )
    ).all()
    counts = {(bool(side), bool(asked)): number for side, asked, number, _first in found}
    begun = found[0][3] if found else None
    return Comparison(_side(counts, held=False), _side(counts, held=True), begun)


def _side(counts: Mapping[tuple[bool, bool], int], held: bool) -> Side:
    asked = counts.get((held, True), 0)
    return Side(asked + counts.get((held, False), 0), asked)
