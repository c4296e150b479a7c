"""Words in PostgreSQL: looking only where the best can be finds what counting everything would."""

from collections.abc import Iterator
from random import Random

import pytest
from sqlalchemy import create_engine

from search.query import Scope, parse
from search.stores import words
from search.stores.postgres_words import by_words
from tests.postgres import Server
from tests.search.conftest import Shelf, thread

VOCABULARY = ("hub", "lamp", "lock", "door", "bell", "red", "blue", "slow", "loud", "dark", "cold")
DOCUMENTS = 90


@pytest.fixture(scope="module")
def shelf(postgres: Server) -> Iterator[Shelf]:
    """Documents that share some words each, in titles and texts of every length."""
    name = postgres.new_database()
    shelf = Shelf(create_engine(postgres.url(name)))
    dice = Random(7)  # noqa: S311  (words, not secrets)
    shelf.put(
        *(
            thread(
                number,
                " ".join(dice.sample(VOCABULARY, dice.randint(1, 5))),
                " ".join(dice.choices(VOCABULARY, k=dice.randint(1, 30))),
                audiences=("staff",) if number % 5 == 0 else ("public",),
            )
            for number in range(DOCUMENTS)
        )
    )
    yield shelf
    shelf.engine.dispose()
    postgres.drop_database(name)


@pytest.mark.parametrize("limit", [1, 5, 40])
def test_the_best_are_the_best_of_all(shelf: Shelf, limit: int) -> None:
    dice = Random(limit)  # noqa: S311
    scope = Scope(("public",))
    with shelf.engine.connect() as conn:
        for length in range(1, len(VOCABULARY) + 1):
            question = " ".join(dice.sample(VOCABULARY, length))
            query = words.expand(conn, parse(question))
            everything = by_words(conn, query, scope, DOCUMENTS)
            assert len(everything) > limit
            assert by_words(conn, query, scope, limit) == everything[:limit], question
