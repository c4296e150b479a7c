"""Reading what waits for a decision, and what was said of suggestions lately."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import Select, case, func, select

from forum.categories.models import Category
from forum.categories.queries import audiences_of
from forum.core import clock
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.paging import Page, decode_cursor, encode_cursor
from forum.core.permissions import Actor
from forum.finding import clusters
from forum.finding.holding_back import Comparison, comparison
from forum.finding.links import Place, place_of
from forum.finding.models import Outcome, SecondLook, ShownSuggestion
from forum.finding.proposals import Proposal, open_looks, proposals
from forum.finding.verdicts import Judged, judged
from forum.threads.models import Thread
from moderation.desk.figures import register_figure

WEEKS = 12
PAGE_ROWS = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question, when it was asked, and what it is likely the same as."""

    thread_id: int
    place: Place
    asked_at: datetime
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Same:
    """Threads that ask the same: what waits, and what is settled."""

    open: Sequence[Thread]
    settled: Sequence[Thread]


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the suggestions of the last weeks; visits are counted, not people."""

    shown: int
    visits: int
    opened: int
    marked: int
    outcomes: Mapping[str, int]
    posted: int


# how many likely duplicates wait for a word; every page of the desk shows it
waiting_count = register_figure(
    "duplicates",
    lambda viewer: _readable(viewer).with_only_columns(func.count(), maintain_column_froms=True),
)


def waiting(viewer: Actor, cursor: str | None) -> Page[Waiting]:
    """What waits, the newest question first; four statements."""
    statement = _readable(viewer).with_only_columns(Thread, SecondLook.document_key)
    if cursor:
        statement = statement.where(Thread.id < decode_cursor(cursor)[1])
    rows = db.session.execute(statement.order_by(Thread.id.desc()).limit(PAGE_ROWS + 1)).all()
    shown = rows[:PAGE_ROWS]
    found = {
        one.thread_id: one
        for one in proposals({thread.id: key or "" for thread, key in shown}, viewer)
    }
    items = [
        Waiting(thread.id, place_of(thread), thread.created_at, found[thread.id])
        for thread, _key in shown
        if thread.id in found
    ]
    last = rows[PAGE_ROWS - 1][0].id if len(rows) > PAGE_ROWS else None
    return Page(items, encode_cursor(last, last) if last else None)


def get_same(cluster_id: int, viewer: Actor) -> Same:
    """The threads of a cluster as far as the viewer may see them; raises NotFound."""
    every = clusters.members(cluster_id, viewer)
    if not every:
        raise NotFound()
    waiting = [row for row in every if row.status in clusters.OPEN and row.locked_at is None]
    return Same(waiting, [row for row in every if row not in waiting])


def judged_lately() -> Sequence[Judged]:
    """What people said of suggestions in the last weeks."""
    return judged(since=clock.now() - timedelta(weeks=WEEKS))


def counts() -> Counts:
    """What became of suggestions in the last weeks; one statement."""
    said = [func.sum(case((ShownSuggestion.outcome == outcome, 1), else_=0)) for outcome in Outcome]
    row = db.session.execute(
        select(
            func.count(),
            func.count(ShownSuggestion.ask_key.distinct()),
            func.count(ShownSuggestion.opened_at),
            func.sum(case((ShownSuggestion.likely_duplicate, 1), else_=0)),
            func.count(ShownSuggestion.thread_id),
            *said,
        ).where(
            ShownSuggestion.shown_at >= clock.now() - timedelta(weeks=WEEKS),
            ShownSuggestion.held_back.is_(False),
        )
    ).one()
    outcomes = {outcome.value: row[5 + at] or 0 for at, outcome in enumerate(Outcome)}
    return Counts(row[0], row[1], row[2], row[3] or 0, outcomes, row[4])


def compared() -> Comparison:
    """Visits of the last weeks that were shown suggestions, beside those that were not.

    No further back than the log keeps visits that came to nothing.
    """
    kept = timedelta(days=current_app.config["THREADWELL"].suggestions_kept_days)
    return comparison(clock.now() - min(kept, timedelta(weeks=WEEKS)))


def _readable(viewer: Actor) -> Select[SecondLook]:
    return (
        open_looks()
        .join(Category, Category.id == Thread.category_id)
        .where(Category.audience.in_(audiences_of(viewer)))
    )
