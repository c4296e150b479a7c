"""The deflection ledger as rows: written anew by a sweep while a visit is young, then for good.

The log it is made from forgets what people typed and who sat at which browser; the entries hold
neither.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from forum.core import clock, jobs
from forum.core.db import db, transactional
from forum.finding.deflection import ASKED_WITHIN, SETTLED_AFTER, Entry, Reading, entry_of
from forum.finding.models import DeflectionEntry, Occasion, Outcome, ShownSuggestion
from forum.threads.models import Thread

COUNTED_EVERY = timedelta(minutes=10)
FORGOTTEN_AFTER = SETTLED_AFTER + ASKED_WITHIN  # until then it says who asked after all
COUNTED_AT = "deflections_counted_at"
ROWS_PER_STATEMENT = 100
_DONE = or_(ShownSuggestion.opened_at.is_not(None), ShownSuggestion.outcome.is_not(None))
_ASKING = and_(ShownSuggestion.occasion == Occasion.ASKING, ~ShownSuggestion.held_back)


@jobs.sweep
def count_deflections() -> None:
    """Bring the entries of the last days to what is known now, and forget whose visits are old."""
    now = clock.now()
    before: datetime | None = current_app.extensions.get(COUNTED_AT)
    if before is not None and now - before < COUNTED_EVERY:
        return
    current_app.extensions[COUNTED_AT] = now
    count(now - SETTLED_AFTER)


@transactional
def count(since: datetime) -> int:
    """Write the entries of visits since then; returns how many there are. Safe to repeat."""
    now = clock.now()
    rows = _done_since(since)
    asked = _asked_since(since - ASKED_WITHIN)
    entries = _entries(rows, asked, now)
    _write(entries)
    db.session.execute(
        update(ShownSuggestion)
        .where(ShownSuggestion.shown_at < now - FORGOTTEN_AFTER, ShownSuggestion.browser_key != "")
        .values(browser_key="")
    )
    return len(entries)


def _done_since(since: datetime) -> Sequence[Any]:
    """What was read or spoken of in visits that began since then; whole visits."""
    row = ShownSuggestion
    return db.session.execute(
        select(
            row.ask_key,
            row.browser_key,
            row.document_key,
            row.opened_at,
            row.outcome,
            row.said_at,
        ).where(_ASKING, _DONE, row.shown_at >= since)
    ).all()


def _asked_since(since: datetime) -> Mapping[str, set[datetime]]:
    """When questions were asked, by visit and by browser."""
    row = ShownSuggestion
    found: dict[str, set[datetime]] = defaultdict(set)
    for ask_key, browser_key, created_at in db.session.execute(
        select(row.ask_key, row.browser_key, Thread.created_at)
        .join(Thread, Thread.id == row.thread_id)
        .where(_ASKING, row.shown_at >= since)
        .distinct()
    ):
        found[f"visit:{ask_key}"].add(created_at)
        if browser_key:
            found[f"browser:{browser_key}"].add(created_at)
    return found


def _entries(
    rows: Sequence[Any], asked: Mapping[str, set[datetime]], now: datetime
) -> dict[str, Entry]:
    visits: dict[str, list[Reading]] = defaultdict(list)
    browsers: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        solved = None if row.outcome is None else row.outcome is Outcome.SOLVED
        visits[row.ask_key].append(Reading(row.document_key, row.opened_at, solved, row.said_at))
        browsers[row.ask_key].add(row.browser_key)
    found = {}
    for ask_key, readings in visits.items():
        moments = set(asked.get(f"visit:{ask_key}", ()))
        for browser in browsers[ask_key]:
            moments |= asked.get(f"browser:{browser}", set())
        entry = entry_of(readings, moments, now)
        if entry is not None:
            found[ask_key] = entry
    return found


def _write(entries: Mapping[str, Entry]) -> None:
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    rows = [
        {
            "visit": visit,
            "document_key": entry.document_key,
            "began_at": entry.began_at,
            "deflected": entry.deflected,
        }
        for visit, entry in sorted(entries.items())
    ]
    for start in range(0, len(rows), ROWS_PER_STATEMENT):
        statement = insert(DeflectionEntry).values(rows[start : start + ROWS_PER_STATEMENT])
        db.session.execute(
            statement.on_conflict_do_update(
                index_elements=["visit"],
                set_={
                    name: statement.excluded[name]
                    for name in ("document_key", "began_at", "deflected")
                },
            )
        )
