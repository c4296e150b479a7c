"""Another model, or another dimension under the same name: vectors never meet, words are whole."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.core.db import db
from forum.finding.engine import Finding, finding
from forum.finding.jobs import LATE_BATCH_DOCUMENTS, embed_batch, refresh_index
from search.documents import Results
from search.encoder import HashingEncoder
from search.stores import schema
from tests.embedding_server import EmbeddingServer, serving
from tests.factories import Factory
from tests.faults.conftest import Use, asking

THREADS = LATE_BATCH_DOCUMENTS + 4


class Another(HashingEncoder):
    """A model of the same kind and length that is another one all the same."""

    def __init__(self) -> None:
        super().__init__()
        self.model = self.space = "another"


def results(engine: Finding, text: str = "doorbell rings 3 times") -> Results:
    return engine.index.similar(engine.connection(), text, ["public"], limit=THREADS)


def spaces() -> dict[str, int]:
    """How many documents have vectors, by space."""
    vectors = schema.vectors.c
    counts = select(vectors.model, func.count(vectors.document_id.distinct())).group_by(
        vectors.model
    )
    return {row[0]: row[1] for row in db.session.execute(counts)}


@pytest.fixture
def threads(make: Factory) -> list[str]:
    titles = [f"The doorbell rings {number} times" for number in range(THREADS)]
    for title in titles:
        make.thread(title)
    return titles


def test_words_are_whole_while_the_new_vectors_grow_and_the_old_ones_stay(
    app: Flask, threads: list[str], use: Use
) -> None:
    refresh_index()
    old = finding().encoder
    engine = use(Another())

    first = results(engine)
    assert len(first.hits) == THREADS
    assert {hit.meaning for hit in first.hits} == {None}, "not one old vector was compared"

    assert embed_batch() == LATE_BATCH_DOCUMENTS
    half = results(engine)
    assert len(half.hits) == THREADS
    assert len([hit for hit in half.hits if hit.meaning]) == LATE_BATCH_DOCUMENTS

    back = use(old)
    assert all(hit.meaning for hit in results(back).hits), "whoever goes back finds all of it"

    engine = use(engine.encoder)
    app.test_cli_runner().invoke(args=["search", "reindex"], catch_exceptions=False)
    assert spaces() == {"another": THREADS}
    assert all(hit.meaning for hit in results(engine).hits)


def test_another_dimension_under_the_same_name_meets_nothing(
    app: Flask, threads: list[str], use: Use, server: EmbeddingServer
) -> None:
    use(asking(server))
    refresh_index()
    with serving(dimension=32) as smaller:
        engine = use(asking(smaller))
        assert {hit.meaning for hit in results(engine).hits} == {None}
        refresh_index()
        assert all(hit.meaning for hit in results(engine).hits)
        assert spaces() == {"remote:mine:64": THREADS, "remote:mine:32": THREADS}
        app.test_cli_runner().invoke(args=["search", "reindex"], catch_exceptions=False)
        assert spaces() == {"remote:mine:32": THREADS}


def test_reindexing_without_the_new_model_throws_nothing_away(
    app: Flask, threads: list[str], use: Use, server: EmbeddingServer
) -> None:
    refresh_index()
    before = spaces()
    new = asking(server)
    use(new)
    new.state = "failed"
    done = app.test_cli_runner().invoke(args=["search", "reindex"], catch_exceptions=False)
    assert "words only" in done.stderr
    assert spaces() == before
