"""The ledger on the desk: its figures, its files, and who sees them."""

from datetime import timedelta

from forum.core import clock
from forum.core.db import db, transactional
from forum.finding.deflection import Deflected
from forum.finding.models import DeflectionEntry
from tests.factories import Factory
from tests.statements import counted

MOST_STATEMENTS = 10


@transactional
def enter(key: str, *became: Deflected, days_ago: int = 1) -> None:
    """Visits that led to this document."""
    for number, one in enumerate(became):
        began = clock.now() - timedelta(days=days_ago)
        db.session.add(
            DeflectionEntry(
                visit=f"{key}-{days_ago}-{number}",
                document_key=key,
                began_at=began,
                deflected=one,
            )
        )


def test_a_rep_sees_what_was_spared_and_what_was_read(make: Factory) -> None:
    thread = make.thread("The hub blinks red")
    helped, maybe, failed = Deflected.CONFIRMED, Deflected.PROBABLE, Deflected.FAILED
    enter(f"thread:{thread.id}", helped, helped, helped, maybe, failed)
    enter("thread:999999", failed)
    enter(f"thread:{thread.id}", helped, days_ago=100)
    rep = make.signed_in(role="rep")
    page = rep.get("/desk/deflection").text
    assert "The hub blinks red" in page
    assert "<dt>Confirmed</dt><dd>3</dd>" in page
    assert "<dt>Failed</dt><dd>2</dd>" in page
    assert "<dt>Confirmed</dt><dd>4</dd>" in rep.get("/desk/deflection?days=364").text
    assert (
        "No suggestion was read" in rep.get("/desk/deflection?from=2001-01-01&to=2001-01-09").text
    )


def test_the_files_hold_the_same(make: Factory) -> None:
    thread = make.thread("=1+1 is no formula")
    enter(f"thread:{thread.id}", Deflected.CONFIRMED, Deflected.OPEN)
    rep = make.signed_in(role="rep")
    by_document = rep.get("/desk/deflection/documents.csv").text.splitlines()
    assert by_document[0] == "title,address,confirmed,probable,failed,open"
    assert by_document[1].startswith("'=1+1")
    assert by_document[1].endswith(",1,0,0,1")
    by_day = rep.get("/desk/deflection/days.csv").text.splitlines()
    assert [sum(int(row.split(",")[at]) for row in by_day[1:]) for at in (2, 3, 4, 5)] == [
        1,
        0,
        0,
        1,
    ]


def test_the_page_costs_the_same_however_much_was_read(make: Factory) -> None:
    rep = make.signed_in(role="rep")
    rep.get("/desk/deflection")
    for number in range(30):
        enter(f"thread:{make.thread(f'Question {number}').id}", *Deflected, days_ago=number)
    with counted() as statements:
        assert rep.get("/desk/deflection?days=364").status_code == 200
    assert len(statements) <= MOST_STATEMENTS, "\n".join(statements)
