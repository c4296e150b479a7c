"""Searches that found nothing: counted in memory, written by the sweep, told to the desk.

Nothing says who searched. A search reads, so it writes no row itself; a crash loses at most what
was not written yet.
"""

import re
import threading
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from flask import Flask, current_app
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from forum.core import clock, jobs
from forum.core.db import db, transactional
from forum.finding.models import EmptySearch
from search.text import fold, language_of

EXTENSION = "empty_searches"
TEXT_MAX_CHARS = 200
HELD_MAX = 1_000  # different ones between two sweeps; what comes beyond them is not counted
KEPT = timedelta(days=180)
LISTED_MAX = 100
_PERSONAL = re.compile(r"@|\d{6}")  # an address, or a number that names somebody


class Held:
    """What was not found since the last sweep; safe from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()

    def note(self, text: str) -> None:
        """Count a search once more."""
        with self._lock:
            if text in self._counts or len(self._counts) < HELD_MAX:
                self._counts[text] += 1

    def take(self) -> Counter[str]:
        """Everything there is, which is then no longer held."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        return counts


def init_app(app: Flask) -> None:
    """Give the application a place to count in."""
    app.extensions[EXTENSION] = Held()


def note(words: str) -> None:
    """Remember that nothing was found for these words, unless they may name a person."""
    text = normalised(words)
    if text and not _PERSONAL.search(words):
        cast(Held, current_app.extensions[EXTENSION]).note(text)


def normalised(words: str) -> str:
    """The same for the same search: one case, one space between words, not too long."""
    return " ".join(fold(words).split())[:TEXT_MAX_CHARS].strip()


@jobs.sweep
def flush_empty_searches() -> None:
    """Write what was counted since the last time, and forget what is old."""
    counts = cast(Held, current_app.extensions[EXTENSION]).take()
    if counts:
        _flush(counts, clock.now())


@transactional
def _flush(counts: Counter[str], now: datetime) -> None:
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    for text, count in counts.items():
        row = insert(EmptySearch).values(
            text=text, language=language_of(text), count=count, first_at=now, last_at=now
        )
        db.session.execute(
            row.on_conflict_do_update(
                index_elements=["text"],
                set_={"count": EmptySearch.count + row.excluded["count"], "last_at": now},
            )
        )
    db.session.execute(delete(EmptySearch).where(EmptySearch.last_at < now - KEPT))


def most_wanted() -> Sequence[EmptySearch]:
    """What was looked for in vain, most often first."""
    return db.session.scalars(
        select(EmptySearch)
        .where(EmptySearch.last_at >= clock.now() - KEPT)
        .order_by(EmptySearch.count.desc(), EmptySearch.last_at.desc(), EmptySearch.text)
        .limit(LISTED_MAX)
    ).all()
