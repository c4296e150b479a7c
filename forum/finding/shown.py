"""The log of suggestions: noted in memory while people type, written by the sweep.

It is a measurement: a crash loses at most what was not written yet, and nobody who types waits
for it. One visit has one row per document, with the place and the score it was shown with last.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from flask import Flask, current_app
from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from forum.core import clock, jobs
from forum.core.db import db, transactional
from forum.finding.cards import Suggestion
from forum.finding.engine import finding
from forum.finding.models import Occasion, SecondLook, ShownSuggestion
from forum.finding.suggestions import Suggestions
from search.documents import Hit

EXTENSION = "shown_suggestions"
TEXT_MAX_CHARS = 300
HELD_MAX = 5_000  # a thousand lists; what comes beyond them between two sweeps is not measured
ROWS_PER_STATEMENT = 40  # SQLite takes 999 values and a row has 17
VISITS_PER_STATEMENT = 400
# Whatever a later list says of the same suggestion; when it was first shown stays.
_RENEWED = (
    *("text", "position", "score", "likely_duplicate", "model"),
    *("meaning", "margin", "words", "agreement", "hidden", "opinion", "held_back"),
)
Visit = tuple[str, str]  # the visit and the document


@dataclass(frozen=True, slots=True)
class Showing:
    """One suggestion as it was shown."""

    ask_key: str
    text: str
    position: int
    card: Suggestion | Hit
    model: str
    at: datetime
    occasion: Occasion = Occasion.ASKING
    held_back: bool = False
    browser_key: str = ""

    @property
    def key(self) -> str:
        """Of the document."""
        return self.card.key

    def values(self) -> dict[str, Any]:
        """The columns of its row."""
        spoke = self.card.evidence
        return {
            "ask_key": self.ask_key,
            "document_key": self.key,
            "occasion": self.occasion,
            "text": self.text[:TEXT_MAX_CHARS],
            "position": self.position,
            "score": self.card.score,
            "likely_duplicate": self.card.likely_duplicate,
            "model": self.model,
            "meaning": spoke.meaning if spoke else None,
            "margin": spoke.margin if spoke else None,
            "words": spoke.words if spoke else None,
            "agreement": spoke.agreement if spoke else None,
            "hidden": spoke.hidden if spoke else None,
            "opinion": spoke.opinion if spoke else None,
            "shown_at": self.at,
            "held_back": self.held_back,
            "browser_key": self.browser_key,
        }


class Held:
    """What was noted and is not written yet; safe from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shown: dict[Visit, Showing] = {}
        self._opened: dict[Visit, datetime] = {}

    def note(self, showings: Sequence[Showing]) -> None:
        """Keep these; the last word on a suggestion in a visit counts."""
        with self._lock:
            for showing in showings:
                visit = (showing.ask_key, showing.key)
                before = self._shown.get(visit)
                if before is not None:
                    self._shown[visit] = replace(showing, at=before.at)
                elif len(self._shown) < HELD_MAX:
                    self._shown[visit] = showing

    def open(self, visit: Visit, at: datetime) -> None:
        """Somebody followed the link of a suggestion; the first time counts."""
        with self._lock:
            if len(self._opened) < HELD_MAX:
                self._opened.setdefault(visit, at)

    def take(self) -> tuple[list[Showing], dict[Visit, datetime]]:
        """Everything there is, which is then no longer held."""
        with self._lock:
            shown, opened = list(self._shown.values()), self._opened
            self._shown, self._opened = {}, {}
        return shown, opened

    def clear(self) -> None:
        """Throw away what is held."""
        self.take()


def init_app(app: Flask) -> None:
    """Give the application a place to note what was shown."""
    app.extensions[EXTENSION] = Held()


def note(
    ask_key: str,
    text: str,
    suggestions: Suggestions,
    held_back: bool = False,
    browser_key: str = "",
) -> None:
    """Remember what was shown in a visit, or held back; without a visit nothing can come of it."""
    if ask_key:
        shown = showings(ask_key, text, suggestions)
        _held().note([replace(one, held_back=held_back, browser_key=browser_key) for one in shown])


def opened(ask_key: str, document_key: str) -> None:
    """Remember that somebody went to read a suggestion."""
    if ask_key:
        _held().open((ask_key, document_key), clock.now())


def showings(
    ask_key: str, text: str, suggestions: Suggestions, occasion: Occasion = Occasion.ASKING
) -> list[Showing]:
    """Suggestions with what the log keeps of them."""
    model = "" if suggestions.degraded else finding().index.rule.model
    now = clock.now()
    return [
        Showing(ask_key, text, position, card, model, now, occasion)
        for position, card in enumerate(suggestions.all)
    ]


@jobs.sweep
def flush_shown() -> None:
    """Write what was noted since the last time."""
    shown, seen = _held().take()
    if shown or seen:
        _flush(shown, seen)


@transactional
def _flush(shown: Sequence[Showing], seen: Mapping[Visit, datetime]) -> None:
    write(shown)
    visits = sorted({showing.ask_key for showing in shown})
    for start in range(0, len(visits), VISITS_PER_STATEMENT):
        for thread_id, ask_key in db.session.execute(
            select(SecondLook.thread_id, SecondLook.ask_key).where(
                SecondLook.ask_key.in_(visits[start : start + VISITS_PER_STATEMENT])
            )
        ).all():
            attach(thread_id, ask_key)  # asked before this was written
    for (ask_key, document_key), at in seen.items():
        db.session.execute(
            update(ShownSuggestion)
            .where(
                ShownSuggestion.ask_key == ask_key,
                ShownSuggestion.document_key == document_key,
                ShownSuggestion.opened_at.is_(None),
            )
            .values(opened_at=at)
        )


@transactional
def attach(thread_id: int, ask_key: str) -> None:
    """Let a question carry what its asker was shown in a visit."""
    db.session.execute(
        update(ShownSuggestion)
        .where(ShownSuggestion.ask_key == ask_key, ShownSuggestion.thread_id.is_(None))
        .values(thread_id=thread_id)
    )


@transactional
def write(shown: Sequence[Showing]) -> None:
    """Bring showings into the log."""
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    for start in range(0, len(shown), ROWS_PER_STATEMENT):
        rows = [showing.values() for showing in shown[start : start + ROWS_PER_STATEMENT]]
        statement = insert(ShownSuggestion).values(rows)
        db.session.execute(
            statement.on_conflict_do_update(
                index_elements=["ask_key", "document_key"],
                set_={name: statement.excluded[name] for name in _RENEWED},
            )
        )


def _held() -> Held:
    return cast(Held, current_app.extensions[EXTENSION])
