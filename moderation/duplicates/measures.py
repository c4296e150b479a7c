"""How often the mark "very likely the same" is right, out of what people said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from forum.core import clock, settings
from forum.core.permissions import Actor
from forum.finding.cards import Found, load
from forum.finding.holding_back import Comparison
from forum.finding.learning import learned_rule, shipped_rule
from forum.finding.models import LearnedRule
from forum.finding.verdicts import Judged
from moderation.duplicates import queries
from moderation.duplicates.queries import WEEKS, Counts
from search.calibration import MIN_EXAMPLES, TARGET_PRECISION, Rule, is_measured

WRONG_SHOWN = 10
SCORE_BINS = 10


@dataclass(frozen=True, slots=True)
class Tally:
    """Judged suggestions of one week, or of all: how many were right, marked, and both."""

    judged: int
    right: int
    marked: int
    marked_right: int

    @property
    def precision(self) -> float | None:
        """Share of right ones among the marked."""
        return self.marked_right / self.marked if self.marked else None

    @property
    def recall(self) -> float | None:
        """Share of the right ones that were marked."""
        return self.marked_right / self.right if self.right else None


@dataclass(frozen=True, slots=True)
class Week:
    """One week by its Monday."""

    begins: date
    tally: Tally


@dataclass(frozen=True, slots=True)
class ScoreBin:
    """Scores from ``low`` up to a tenth more."""

    low: float
    right: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """A mark that was wrong: what was typed, and what was shown."""

    shown_at: datetime
    text: str
    score: float
    found: Found | None
    thread_id: int | None


@dataclass(frozen=True, slots=True)
class Measures:
    """Everything on the page."""

    rule: Rule
    is_known_model: bool
    learned: LearnedRule | None
    needed: int
    target: float
    total: Tally
    weeks: Sequence[Week]
    scores: Sequence[ScoreBin]
    wrong: Sequence[Wrong]
    counts: Counts
    held_back: int  # per cent of visits that are shown nothing, to compare with
    compared: Comparison


def measures(viewer: Actor) -> Measures:
    """The figures of the last weeks; nine statements."""
    rows = queries.judged_lately()
    shipped = shipped_rule()
    return Measures(
        rule=shipped,
        is_known_model=is_measured(shipped),
        learned=learned_rule(),
        needed=MIN_EXAMPLES,
        target=TARGET_PRECISION,
        total=tally(rows),
        weeks=by_week(rows, clock.now()),
        scores=by_score(rows),
        wrong=_wrong(rows, viewer),
        counts=queries.counts(),
        held_back=settings.current().held_back_percent,
        compared=queries.compared(),
    )


def tally(rows: Sequence[Judged]) -> Tally:
    """Count what was judged."""
    marked = [one for one in rows if one.shown.likely_duplicate]
    return Tally(
        judged=len(rows),
        right=sum(one.right for one in rows),
        marked=len(marked),
        marked_right=sum(one.right for one in marked),
    )


def by_week(rows: Sequence[Judged], now: datetime) -> list[Week]:
    """The last weeks, the oldest first, those without anything among them."""
    this = _monday(now)
    mondays = [this - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    return [
        Week(monday, tally([one for one in rows if _monday(one.shown.shown_at) == monday]))
        for monday in mondays
    ]


def by_score(rows: Sequence[Judged]) -> list[ScoreBin]:
    """Right and wrong ones in tenths of the score."""

    def place(one: Judged) -> int:
        return min(int(one.shown.score * SCORE_BINS), SCORE_BINS - 1)

    return [
        ScoreBin(
            low=at / SCORE_BINS,
            right=sum(one.right for one in rows if place(one) == at),
            wrong=sum(not one.right for one in rows if place(one) == at),
        )
        for at in range(SCORE_BINS)
    ]


def _wrong(rows: Sequence[Judged], viewer: Actor) -> list[Wrong]:
    last = [one.shown for one in rows if one.shown.likely_duplicate and not one.right]
    last = last[:WRONG_SHOWN]
    found = load([row.document_key for row in last], viewer)
    return [
        Wrong(row.shown_at, row.text, row.score, found.get(row.document_key), row.thread_id)
        for row in last
    ]


def _monday(moment: datetime) -> date:
    return moment.date() - timedelta(days=moment.weekday())
