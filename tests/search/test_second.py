"""A second model beside the first: what it changes, and what its absence does not."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy import Engine, func, select, text

from search.calibration import CAUTIOUS, Evidence, rule_for
from search.documents import Results
from search.encoder import (
    BUNDLED_MODEL,
    BUNDLED_SECOND,
    EncoderNotReady,
    HashingEncoder,
    Vectors,
)
from search.index import SearchIndex
from search.second import SecondOpinion
from search.stores import schema
from search.stores.kinds import store_for
from tests.search.conftest import Shelf, article, thread

DOCUMENTS = [
    thread(1, "How do I reset the hub?", "It hangs.", answer="Hold the button.", language="en"),
    thread(2, "The hub does not reset", language="en"),
    thread(3, "Как сбросить хаб?", language="ru"),
    article(4, "Resetting a hub", "Hold the button for ten seconds.", language="en"),
]


class Fond(HashingEncoder):
    """A model to which every question is like the one text it is fond of."""

    def __init__(self, of: str = "", dimension: int = 64) -> None:
        super().__init__(dimension)
        self.of, self.asked, self.breaks_after = of, 0, 10_000

    def encode_queries(self, texts: Sequence[str], *, patient: bool = False) -> Vectors:
        return self.encode_passages([self.of or text for text in texts])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.asked += len(texts)
        if self.asked > self.breaks_after:
            raise EncoderNotReady("it broke")
        return super().encode_passages(texts)


def index_of(shelf: Shelf, encoder: HashingEncoder | None) -> SearchIndex:
    """An index over the same tables with this second model, or none."""
    second = SecondOpinion(encoder) if encoder else None
    return SearchIndex(store_for(shelf.engine.dialect.name), shelf.encoder, second=second)


def built(shelf: Shelf, encoder: HashingEncoder | None) -> SearchIndex:
    index = index_of(shelf, encoder)
    index.rebuild(shelf.engine.begin, DOCUMENTS)
    return index


def results(index: SearchIndex, engine: Engine, question: str) -> Results:
    with engine.connect() as conn:
        return index.similar(conn, question, ["public"])


def order(index: SearchIndex, engine: Engine, question: str) -> list[str]:
    return [hit.key for hit in results(index, engine, question).hits]


def spaces(engine: Engine) -> dict[str, int]:
    """How many vectors lie under each name."""
    model = schema.vectors.c.model
    with engine.connect() as conn:
        rows = conn.execute(select(model, func.count()).group_by(model)).all()
    return {row[0]: row[1] for row in rows}


def test_only_what_was_asked_in_its_language_is_read(shelf: Shelf) -> None:
    second = Fond()
    index = built(shelf, second)
    assert spaces(shelf.engine)["second:hashing-64"] == 5  # two bodies, three titles
    with shelf.engine.connect() as conn:
        assert index.needs_opinion(conn) == []


def test_its_opinion_changes_the_order_of_a_question_in_its_language(shelf: Shelf) -> None:
    fond = Fond("The hub does not reset")
    with_second, alone = built(shelf, fond), index_of(shelf, None)
    assert order(alone, shelf.engine, "how to reset a hub?")[0] != "thread:2"
    assert order(with_second, shelf.engine, "how to reset a hub?")[0] == "thread:2"


def test_a_question_in_another_language_is_none_of_its_business(shelf: Shelf) -> None:
    fond = Fond("The hub does not reset")
    with_second, alone = built(shelf, fond), index_of(shelf, None)
    question = "как сбросить hub reset?"
    before = fond.asked
    assert order(with_second, shelf.engine, question) == order(alone, shelf.engine, question)
    assert fond.asked == before


@pytest.mark.parametrize("state", ["loading", "failed"])
def test_without_it_everything_is_as_if_there_were_none(shelf: Shelf, state: str) -> None:
    fond = Fond("The hub does not reset")
    with_second, alone = built(shelf, fond), index_of(shelf, None)
    fond.state = state  # type: ignore[assignment]
    found = results(with_second, shelf.engine, "how to reset a hub?")
    assert found == results(alone, shelf.engine, "how to reset a hub?")
    assert not found.degraded
    with shelf.engine.connect() as conn:
        assert with_second.needs_opinion(conn) == []


def test_one_that_breaks_over_a_question_leaves_it_to_the_first(shelf: Shelf) -> None:
    fond = Fond("The hub does not reset")
    with_second, alone = built(shelf, fond), index_of(shelf, None)
    fond.breaks_after = 0
    found = results(with_second, shelf.engine, "how to reset a hub?")
    assert found == results(alone, shelf.engine, "how to reset a hub?")


def test_a_rebuild_that_it_broke_goes_on_where_it_was(shelf: Shelf) -> None:
    many = [thread(n, f"Question {n} about the hub", language="en") for n in range(100)]
    second = Fond()
    second.breaks_after = 70
    index = index_of(shelf, second)
    index.rebuild(shelf.engine.begin, many)
    assert spaces(shelf.engine) == {"hashing-256": 100, "second:hashing-64": 64}
    with shelf.engine.connect() as conn:
        assert len(index.needs_opinion(conn)) == 36
    second.breaks_after, second.asked = 10_000, 0
    index.rebuild(shelf.engine.begin, many)
    assert spaces(shelf.engine) == {"hashing-256": 100, "second:hashing-64": 100}
    assert second.asked == 36, "what it has read it does not read again"


def test_a_changed_text_is_read_anew(shelf: Shelf) -> None:
    index = built(shelf, Fond())
    changed = replace(DOCUMENTS[1], title="The hub resets by itself")
    prepared = index.prepare([changed])
    with shelf.engine.begin() as conn:
        index.write(conn, prepared)
        (waiting,) = index.needs_opinion(conn)
    assert waiting.title == changed.title
    late = index.prepare_opinions([DOCUMENTS[1]])
    with shelf.engine.begin() as conn:
        assert index.attach_opinions(conn, late) == 0, "the text it read is gone"
    fresh = index.prepare_opinions([waiting])
    with shelf.engine.begin() as conn:
        assert index.attach_opinions(conn, fresh) == 1
        assert index.needs_opinion(conn) == []


def test_another_second_model_reads_all_and_the_old_ones_vectors_go(shelf: Shelf) -> None:
    built(shelf, Fond())
    other = built(shelf, Fond(dimension=32))
    assert spaces(shelf.engine) == {"hashing-256": 8, "second:hashing-32": 5}
    assert order(other, shelf.engine, "how to reset a hub?")


def test_switched_off_its_vectors_go_with_the_next_rebuild(shelf: Shelf) -> None:
    built(shelf, Fond())
    built(shelf, None)
    assert spaces(shelf.engine) == {"hashing-256": 8}


def test_one_that_is_still_loading_loses_nothing(shelf: Shelf) -> None:
    built(shelf, Fond())
    loading = Fond()
    loading.state = "loading"
    built(shelf, loading)
    assert spaces(shelf.engine)["second:hashing-64"] == 5


def test_its_vectors_are_never_looked_through(shelf: Shelf) -> None:
    built(shelf, Fond())
    with shelf.engine.connect() as conn:
        if shelf.engine.dialect.name == "postgresql":
            found = text("SELECT indexdef FROM pg_indexes WHERE indexname LIKE 'ix_search_near%'")
            defined = conn.scalars(found).all()
            assert defined
            assert not [one for one in defined if "second:" in one]
        answer = shelf.index.similar(conn, "how to reset a hub?", ["public"])
    assert answer.hits, "an index without a second model reads past its vectors"


def test_opinions_are_the_nearest_cosine_of_each_document(shelf: Shelf) -> None:
    index = built(shelf, Fond())
    assert index.second
    vector = index.second.encoder.encode_passages(["The hub does not reset"])[0]
    with shelf.engine.connect() as conn:
        ids = conn.scalars(select(schema.documents.c.id).order_by(schema.documents.c.key)).all()
        found = index.store.opinions(conn, index.second.space, vector, [*ids, 999])
        assert index.store.opinions(conn, "second:nobody", vector, ids) == {}
    by_key = dict(zip(("article:4", "thread:1", "thread:2", "thread:3"), ids, strict=True))
    assert set(found) == {by_key["article:4"], by_key["thread:1"], by_key["thread:2"]}
    assert found[by_key["thread:2"]] == pytest.approx(1.0, abs=0.001)
    assert max(found.values()) <= 1.001


def test_the_rule_of_a_pair_is_its_own() -> None:
    pair, alone = rule_for(BUNDLED_MODEL, BUNDLED_SECOND), rule_for(BUNDLED_MODEL)
    assert pair.model == f"{BUNDLED_MODEL}+{BUNDLED_SECOND}"
    seen = Evidence(meaning=0.89, margin=2.0, words=0.3, agreement=0.8)
    assert alone.strength(seen) == pair.strength(seen)
    assert not pair.likely(seen)
    assert pair.likely(replace(seen, opinion=0.9))
    assert not pair.likely(replace(seen, opinion=0.4))
    assert not alone.likely(replace(seen, opinion=0.9))


def test_the_opinion_of_a_model_that_nobody_measured_marks_nothing() -> None:
    unknown = rule_for(BUNDLED_MODEL, "someone/new-model")
    seen = Evidence(meaning=0.89, margin=2.0, words=0.3, agreement=0.8, opinion=0.99)
    assert not unknown.likely(seen)
    assert rule_for("someone/first", BUNDLED_SECOND).second == CAUTIOUS.second == 0.0


def test_an_empty_batch_costs_nothing(shelf: Shelf) -> None:
    second = SecondOpinion(HashingEncoder(64))
    assert second.embed([]) == ()
    assert np.isfinite(second.encoder.encode_passages(["a"])).all()
