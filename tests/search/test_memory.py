"""What SQLite's store holds in memory follows the rows, whoever writes them."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine

from search.stores import holdings
from tests.search.conftest import Shelf, thread


@pytest.fixture
def shelves(tmp_path: Path) -> tuple[Shelf, Shelf]:
    """Two processes on one database."""
    engine = create_engine(f"sqlite:///{tmp_path}/index.sqlite")
    return Shelf(engine), Shelf(engine)


def test_what_another_process_writes_is_found(shelves: tuple[Shelf, Shelf]) -> None:
    one, other = shelves
    one.put(thread(1, "Printer jam"))
    assert other.similar("printer jam") == ["thread:1"]
    one.put(thread(2, "Printer jam again"))
    assert set(other.similar("printer jam")) == {"thread:1", "thread:2"}


def test_many_small_changes_are_merged_and_nothing_is_lost(
    shelves: tuple[Shelf, Shelf], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holdings, "SMALL_SEGMENTS", 3)
    one, other = shelves
    for number in range(1, 12):
        one.put(thread(number, f"Printer jam {number}", labels=(f"n:{number}",)))
        assert f"thread:{number}" in other.search("printer", f"n:{number}")
    assert len(other.search("printer jam")) == 11


def test_a_label_given_elsewhere_narrows_at_once(shelves: tuple[Shelf, Shelf]) -> None:
    one, other = shelves
    one.put(thread(1, "Printer jam", labels=("state:waiting",)))
    assert other.search("printer", "state:solved") == []
    with one.engine.begin() as conn:
        one.index.set_labels(conn, "thread:1", ("state:solved",))
    assert other.search("printer", "state:solved") == ["thread:1"]
    assert other.search("printer", "state:waiting") == []


def test_what_was_rolled_back_is_forgotten(shelves: tuple[Shelf, Shelf]) -> None:
    one, _ = shelves
    one.put(thread(1, "Printer jam"))
    with one.engine.connect() as conn:
        one.index.write(conn, one.index.prepare([thread(2, "Printer jam two")]))
        assert len(one.index.similar(conn, "printer jam", ("public",)).hits) == 2
        conn.rollback()
    assert one.similar("printer jam") == ["thread:1"]


def test_replacing_a_document_again_and_again_leaves_one(shelves: tuple[Shelf, Shelf]) -> None:
    one, other = shelves
    for turn in range(8):
        one.put(thread(1, f"Printer jam {turn}"), thread(2, "Doorbell"))
        assert other.similar("printer jam") == ["thread:1"]
