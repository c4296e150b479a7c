"""Vectors in PostgreSQL know their language, and those of an older layout learn it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from tests.postgres import Server
from tests.search.conftest import Shelf, thread

LANGUAGES = text(
    "SELECT DISTINCT key, search_vectors.language FROM search_vectors"
    " JOIN search_documents ON search_documents.id = document_id ORDER BY key"
)
INDEXES = text("SELECT count(*) FROM pg_indexes WHERE indexname LIKE 'ix_search_near_%'")
OLDER = (  # as it was: no language beside a vector, and one index for all
    "DROP TRIGGER search_speak ON search_vectors",
    "DROP TRIGGER search_speak_anew ON search_documents",
    "ALTER TABLE search_vectors DROP COLUMN language CASCADE",
    "CREATE INDEX ix_search_near_0123456789abcdef ON search_vectors"
    " USING hnsw ((vector::halfvec(256)) halfvec_ip_ops)",
)


@pytest.fixture
def shelf(postgres: Server) -> Iterator[Shelf]:
    """One document in each of two languages, and one in a third."""
    name = postgres.new_database()
    shelf = Shelf(create_engine(postgres.url(name)))
    shelf.put(
        thread(1, "The doorbell rings twice"),
        thread(2, "Звонок звенит дважды"),
        thread(3, "Die Klingel klingelt doppelt", language="de"),
    )
    yield shelf
    shelf.engine.dispose()
    postgres.drop_database(name)


def spoken(shelf: Shelf) -> list[str]:
    with shelf.engine.connect() as conn:
        return [row.language for row in conn.execute(LANGUAGES)]


def indexes(shelf: Shelf) -> int:
    with shelf.engine.connect() as conn:
        return int(conn.scalar(INDEXES) or 0)


def test_a_document_is_found_in_its_new_language(shelf: Shelf) -> None:
    assert spoken(shelf) == ["en", "ru", "de"]
    shelf.put(thread(3, "Die Klingel klingelt doppelt", language="fr"))
    assert spoken(shelf) == ["en", "ru", "fr"]
    assert shelf.similar("klingelt") == ["thread:3"]


def test_an_older_index_is_brought_along(shelf: Shelf) -> None:
    made = indexes(shelf)
    with shelf.engine.begin() as conn:
        for statement in OLDER:
            conn.execute(text(statement))
    assert indexes(shelf) == 1
    with shelf.engine.begin() as conn:
        shelf.index.create(conn)
    assert spoken(shelf) == ["en", "ru", "de"]
    assert indexes(shelf) == made
    for question, key in (("doorbell", 1), ("звонок", 2), ("klingelt", 3)):
        assert shelf.similar(question) == [f"thread:{key}"]
