"""A damaged index is noticed, and built anew by what can be stopped and run again."""

import pytest
from sqlalchemy import text

from search.encoder import HashingEncoder
from search.index import IndexBroken, SearchIndex
from tests.search.conftest import Shelf, thread


def test_missing_and_damaged_tables_are_named(filled: Shelf) -> None:
    with filled.engine.begin() as conn:
        filled.index.check(conn)
        conn.execute(text("DROP TABLE search_vectors"))
        with pytest.raises(IndexBroken, match="search_vectors"):
            filled.index.check(conn)


def test_an_index_of_the_version_before_is_brought_along(filled: Shelf) -> None:
    with filled.engine.begin() as conn:
        conn.execute(text("ALTER TABLE search_documents DROP COLUMN fresh_at"))
        conn.execute(text("UPDATE search_facts SET value = value - 1 WHERE name = 'layout'"))
        with pytest.raises(IndexBroken, match="layout"):
            filled.index.check(conn)
    with filled.engine.begin() as conn:
        filled.index.create(conn)
        filled.index.check(conn)
    assert filled.similar("Printer prints blank pages")[0] == "thread:2", "nothing was lost"


def test_lost_words_are_noticed(filled: Shelf) -> None:
    with filled.engine.begin() as conn:
        conn.execute(text("DELETE FROM search_words"))
        with pytest.raises(IndexBroken, match="lost"):
            filled.index.check(conn)


def test_a_rebuild_repairs_removes_and_can_be_repeated(filled: Shelf) -> None:
    wanted = [thread(n, f"Printer jam {n}") for n in range(100)]
    with filled.engine.begin() as conn:
        conn.execute(text("DROP TABLE search_words"))
    steps: list[int] = []
    for _ in range(2):
        assert filled.index.rebuild(filled.engine.begin, wanted, steps.append) == 100
    with filled.engine.connect() as conn:
        filled.index.check(conn)
        assert filled.index.store.count(conn) == 100
    assert steps == [64, 100, 64, 100]


def test_a_rebuild_that_stopped_goes_on_where_it_was(shelf: Shelf) -> None:
    wanted = [thread(n, f"Printer jam {n}") for n in range(100)]

    def stop(done: int) -> None:
        raise KeyboardInterrupt(done)

    with pytest.raises(KeyboardInterrupt):
        shelf.index.rebuild(shelf.engine.begin, wanted, stop)
    counting = CountingEncoder()
    SearchIndex(shelf.index.store, counting).rebuild(shelf.engine.begin, wanted)
    assert counting.texts == 36


class CountingEncoder(HashingEncoder):
    """Counts the questions it embeds."""

    texts = 0

    def encode_queries(self, texts, *, patient=False):  # type: ignore[no-untyped-def]
        self.texts += len(texts)
        return super().encode_queries(texts, patient=patient)
