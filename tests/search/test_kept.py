"""What SQLite's store keeps in files between two starts: faster, and never another answer."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from search.stores import kept_states, sqlite, vault
from tests.search.conftest import Shelf, thread

TITLES = ("Printer jam", "Printer is offline", "Принтер не печатает", "The hub does not reset")


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A database in which even a few documents are worth keeping."""
    monkeypatch.setattr(kept_states, "KEPT_ROWS", 1)
    monkeypatch.setattr(vault, "PACKED_ROWS", 1)
    return create_engine(f"sqlite:///{tmp_path}/index.sqlite")


@pytest.fixture
def shelf(engine: Engine) -> Shelf:
    """A process that has written, and kept what it holds."""
    shelf = Shelf(engine)
    shelf.put(*(thread(at, title, labels=("a:b",)) for at, title in enumerate(TITLES, start=1)))
    warm(shelf)
    return shelf


def warm(shelf: Shelf) -> Shelf:
    with shelf.engine.connect() as conn:
        shelf.index.store.warm(conn, shelf.encoder.space)
    return shelf


def restarted(engine: Engine) -> Shelf:
    return warm(Shelf(engine))


def files(engine: Engine) -> list[Path]:
    return sorted(Path(engine.url.database or "").parent.glob("index.sqlite-search-*"))


def answers(shelf: Shelf) -> list[list[str]]:
    asked = ("printer jam", "принтер", "hub")
    return [shelf.similar(text) for text in asked] + [shelf.search(text, "a:b") for text in asked]


def test_a_restart_reads_no_rows_and_answers_the_same(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("rows were read")

    monkeypatch.setattr(sqlite, "load_held", refuse)
    monkeypatch.setattr(sqlite, "load_vectors", refuse)
    assert answers(restarted(shelf.engine)) == answers(shelf)


def test_what_changed_since_is_caught_up_with(shelf: Shelf) -> None:
    shelf.put(thread(2, "Scanner is offline"), thread(5, "Printer jam again", labels=("a:b",)))
    with shelf.engine.begin() as conn:
        shelf.index.remove(conn, ["thread:1"])
    again = restarted(shelf.engine)
    assert answers(again) == answers(shelf)
    assert "thread:5" in again.similar("printer jam")
    assert "thread:1" not in again.similar("printer jam")
    assert again.search("scanner") == ["thread:2"]


def test_what_is_added_in_memory_leaves_the_files_as_they_are(shelf: Shelf) -> None:
    before = [path.read_bytes() for path in files(shelf.engine)]
    again = restarted(shelf.engine)
    shelf.put(thread(5, "Printer jam again"))
    assert "thread:5" in again.similar("printer jam again")
    assert [path.read_bytes() for path in files(shelf.engine)] == before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data[:100] + bytes([data[100] ^ 1]) + data[101:],
        lambda data: data[:-30] + bytes([data[-30] ^ 1]) + data[-29:],
        lambda data: b"",
    ],
    ids=["cut short", "a byte of the arrays", "a byte of the description", "empty"],
)
def test_a_damaged_file_is_passed_over_and_made_anew(
    shelf: Shelf, spoil: Callable[[bytes], bytes]
) -> None:
    before = answers(shelf)
    for path in files(shelf.engine):
        whole = path.read_bytes()
        path.write_bytes(spoil(whole))
        assert answers(restarted(shelf.engine)) == before
        assert len(path.read_bytes()) == len(whole)


def test_files_of_another_index_are_not_believed(shelf: Shelf) -> None:
    with shelf.engine.begin() as conn:
        shelf.index.store.drop(conn)
    anew = Shelf(shelf.engine)
    anew.put(*(thread(at, f"Something else {at}") for at in range(1, 9)))
    assert restarted(shelf.engine).similar("printer jam") == []
    assert len(restarted(shelf.engine).search("something else")) == 8


def test_the_file_goes_with_the_vectors_of_its_model(shelf: Shelf) -> None:
    assert [path.name.rpartition("-")[2] for path in files(shelf.engine)] == [
        "documents",
        "vectors",
    ]
    with shelf.engine.begin() as conn:
        shelf.index.store.forget_models(conn, ["another"])
    assert [path.name.rpartition("-")[2] for path in files(shelf.engine)] == ["documents"]
