"""Nothing a person types is syntax, and nothing raises."""

import json
from pathlib import Path

import pytest

from tests.search.conftest import Shelf, thread

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"

ODD = [
    "",
    " ",
    '"',
    '""" OR "',
    "C++",
    "что?",
    "%",
    "_",
    "*",
    "foo-bar",
    "NEAR(a b)",
    "title:secret",
    "a AND NOT b",
    "^start",
    "и а но the of",
    "😀😀😀",
    "nul\x00byte",
    "lone \ud800 surrogate",
    "' ; DROP TABLE search_documents; --",
    "я" * 10_000,
    "слово " * 2_000,
    "\u202eright to left",
    "ﷺ" * 500,
]


@pytest.fixture
def filled(shelf: Shelf) -> Shelf:
    shelf.put(thread(1, "How to link C++ code", "It says: undefined reference"))
    shelf.put(thread(2, "100% загрузка процессора"))
    return shelf


@pytest.mark.parametrize("query", ODD, ids=range(len(ODD)))
def test_odd_queries_are_answered(filled: Shelf, query: str) -> None:
    with filled.engine.connect() as conn:
        suggested = filled.index.similar(conn, query, ["public"])
        found = filled.index.search(conn, query, ["public"])
    assert len(suggested.hits) <= 2
    assert found.total <= 2


@pytest.mark.parametrize("content", ODD, ids=range(len(ODD)))
def test_odd_documents_are_indexed_and_removed(shelf: Shelf, content: str) -> None:
    shelf.put(thread(1, content, content, answer=content))
    shelf.similar(content)
    with shelf.engine.begin() as conn:
        shelf.index.check(conn)
        shelf.index.remove(conn, ["thread:1"])
        assert shelf.index.store.count(conn) == 0


def test_a_plus_is_part_of_a_name_and_not_an_operator(filled: Shelf) -> None:
    assert filled.search("C++")[0] == "thread:1"


def test_a_percent_sign_matches_no_more_than_itself(filled: Shelf) -> None:
    assert filled.search("100%") == ["thread:2"]


def test_naughty_strings_are_answered(filled: Shelf) -> None:
    strings = DATA / "hostile" / "naughty.json"
    if not strings.exists():
        pytest.skip(f"{strings} is not here")
    for query in json.loads(strings.read_text(encoding="utf-8")):
        filled.similar(query)
    assert filled.similar("C++ link")[0] == "thread:1"
