"""The ledger: what counts as spared, by the words of its definition and over many histories."""

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, transactional
from forum.finding.counting import count
from forum.finding.deflection import SETTLED_AFTER, Deflected, Entry, Reading, entry_of
from forum.finding.models import DeflectionEntry, Occasion, Outcome, ShownSuggestion
from forum.threads.models import Thread
from tests.factories import Factory

T = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
READ = Reading("article:1", opened_at=T)
HELPED = Reading("article:1", opened_at=T, solved=True, said_at=T + HOUR)
DID_NOT = Reading("article:1", opened_at=T, solved=False, said_at=T + HOUR)


@pytest.mark.parametrize(
    ("readings", "asked", "after", "became"),
    [
        ([HELPED], [], HOUR * 2, Deflected.CONFIRMED),
        ([HELPED], [T + 6 * DAY], 8 * DAY, Deflected.FAILED),
        ([HELPED], [T + 7 * DAY + HOUR], 8 * DAY, Deflected.CONFIRMED),
        ([HELPED], [T - HOUR], 8 * DAY, Deflected.CONFIRMED),
        ([DID_NOT], [], 8 * DAY, Deflected.FAILED),
        ([DID_NOT, Reading("thread:2", solved=True, said_at=T)], [], DAY, Deflected.CONFIRMED),
        ([READ], [], 71 * HOUR, Deflected.OPEN),
        ([READ], [], 72 * HOUR, Deflected.PROBABLE),
        ([READ], [T + 80 * HOUR], 8 * DAY, Deflected.FAILED),
        ([READ], [T + 8 * DAY], 9 * DAY, Deflected.PROBABLE),
        ([READ, Reading("thread:2", opened_at=T + DAY)], [], 80 * HOUR, Deflected.OPEN),
    ],
)
def test_what_became_of_a_visit(
    readings: list[Reading], asked: list[datetime], after: timedelta, became: Deflected
) -> None:
    entry = entry_of(readings, asked, T + after)
    assert entry is not None
    assert entry.deflected is became


def test_what_nobody_read_is_no_entry() -> None:
    assert entry_of([Reading("article:1")], [], T) is None


def test_a_visit_counts_for_what_solved_it_else_for_what_was_read_last() -> None:
    later = Reading("thread:2", opened_at=T + HOUR)
    assert entry_of([READ, later], [], T + DAY) == Entry(T, "thread:2", Deflected.OPEN)
    assert entry_of([HELPED, later], [], T + DAY) == Entry(T, "article:1", Deflected.CONFIRMED)


def test_the_ledger_is_what_a_count_by_hand_gives(
    make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five thousand visits at random, counted each day as the site does, and once by hand."""
    chance = random.Random(20260302)  # noqa: S311  (the same histories in every run)
    asker = make.user()
    threads = [make.thread(author=asker) for _each in range(60)]
    visits = _history(chance, threads)
    _write(visits, threads)
    for day in range(0, 60, 5):
        monkeypatch.setattr(clock, "now", lambda day=day: T + day * DAY)
        count(clock.now() - SETTLED_AFTER)
    kept = {
        row.visit: (row.document_key, row.deflected)
        for row in db.session.scalars(select(DeflectionEntry))
    }
    assert len(visits) >= 5_000
    assert kept == _by_hand(visits)
    assert {became for _key, became in kept.values()} >= {
        Deflected.CONFIRMED,
        Deflected.PROBABLE,
        Deflected.FAILED,
    }
    left = select(ShownSuggestion.id).where(ShownSuggestion.browser_key != "")
    assert db.session.scalars(left).first() is None, "nobody's browser is remembered for long"


Row = dict[str, Any]


def _history(chance: random.Random, threads: list[Thread]) -> dict[str, list[Row]]:
    visits: dict[str, list[Row]] = {}
    for number in range(5_200):
        shown = T + timedelta(minutes=chance.randrange(30 * 24 * 60))
        browser = f"b{chance.randrange(3_000)}"
        thread = chance.randrange(len(threads)) if chance.random() < 0.2 else None
        if thread is not None:  # a question is asked some days after its visit began, at most
            shown = _asked_at(thread) - timedelta(minutes=chance.randrange(3 * 24 * 60))
        rows: list[Row] = []
        for place in range(chance.randrange(1, 4)):
            opened = shown + timedelta(minutes=chance.randrange(1, 90))
            outcome = chance.choice([None, None, None, *Outcome])
            rows.append(
                {
                    "ask_key": f"v{number}",
                    "document_key": f"article:{place + 1}",
                    "occasion": Occasion.ASKING,
                    "shown_at": shown,
                    "opened_at": opened if chance.random() < 0.6 else None,
                    "outcome": outcome,
                    "said_at": opened + HOUR if outcome else None,
                    "browser_key": browser,
                    "held_back": number % 25 == 0,
                    "thread_id": thread,
                }
            )
        visits[f"v{number}"] = rows
    return visits


@transactional
def _write(visits: dict[str, list[Row]], threads: list[Thread]) -> None:
    for number, thread in enumerate(threads):
        thread.created_at = _asked_at(number)
        db.session.add(thread)
    rows = [dict(row) for visit in visits.values() for row in visit]
    for row in rows:
        place = row["thread_id"]
        row["thread_id"] = None if place is None else threads[place].id
    db.session.bulk_insert_mappings(ShownSuggestion.__mapper__, rows)


def _asked_at(number: int) -> datetime:
    return T + timedelta(hours=number * 12)


def _by_hand(visits: dict[str, list[Row]]) -> dict[str, tuple[str, Deflected]]:
    """The definition once more, over everything at once and without a thought of speed."""
    asked_by: dict[str, list[datetime]] = defaultdict(list)
    for rows in visits.values():
        for row in rows:
            if row["thread_id"] is not None and not row["held_back"]:
                asked_by[row["browser_key"]].append(_asked_at(row["thread_id"]))
    found = {}
    for key, rows in visits.items():
        done = [row for row in rows if row["opened_at"] or row["outcome"]]
        if rows[0]["held_back"] or not done:
            continue
        first = {
            row["document_key"]: min(m for m in (row["opened_at"], row["said_at"]) if m)
            for row in done
        }
        began = min(first.values())
        said = [row["outcome"] for row in done if row["outcome"]]
        solving = [row["document_key"] for row in done if row["outcome"] is Outcome.SOLVED]
        if any(began <= moment <= began + 7 * DAY for moment in asked_by[rows[0]["browser_key"]]):
            became = Deflected.FAILED
        elif said:
            became = Deflected.CONFIRMED if solving else Deflected.FAILED
        else:
            became = Deflected.PROBABLE
        counted = max(solving or list(first), key=lambda name: (first[name], name))
        found[key] = (counted, became)
    return found
