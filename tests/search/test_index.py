"""What is put in is found, by those who may, until it is taken out."""

import threading
from datetime import UTC, datetime

import pytest

from search.encoder import HashingEncoder
from search.index import SearchIndex
from search.stores.kinds import store_for
from tests.search.conftest import Shelf, article, thread


def test_the_same_question_in_other_words_comes_first(filled: Shelf) -> None:
    assert filled.similar("почему письма с подтверждением не приходят")[0] == "thread:1"


def test_the_last_word_may_be_half_typed(filled: Shelf) -> None:
    assert filled.similar("подключить монети")[0] == "article:3"


@pytest.mark.parametrize("typo", ["printr", "prnter", "prinnter", "pritner"])
def test_a_slip_of_the_finger_is_forgiven(filled: Shelf, typo: str) -> None:
    filled.encoder.state = "failed"
    assert filled.similar(f"{typo} again") == ["thread:2"]


def test_a_document_of_another_audience_is_never_found(filled: Shelf) -> None:
    filled.put(thread(4, "Printer prints canary pages", audiences=("staff",)))
    assert "thread:4" not in filled.similar("printer prints canary pages")
    assert filled.similar("printer prints canary pages", ("staff",)) == ["thread:4"]


def test_without_audiences_nothing_is_found(filled: Shelf) -> None:
    assert filled.similar("printer", ()) == []


def test_hidden_documents_take_no_places_of_visible_ones(shelf: Shelf) -> None:
    hidden = [thread(n, "Printer jam", audiences=("staff",)) for n in range(2, 300)]
    shelf.put(thread(1, "Printer jam in the lower tray"), *hidden)
    assert shelf.similar("printer jam") == ["thread:1"]


def test_narrowing_the_audience_works_at_once_and_with_the_transaction(filled: Shelf) -> None:
    with filled.engine.begin() as conn:
        filled.index.set_audiences(conn, "thread:2", ["staff"])
        hits = filled.index.similar(conn, "printer prints blank", ["public"]).hits
        assert "thread:2" not in [hit.key for hit in hits]
    assert "thread:2" not in filled.similar("printer prints blank")


def test_a_change_rolled_back_leaves_no_trace_in_memory(filled: Shelf) -> None:
    with filled.engine.connect() as conn:
        with conn.begin():
            filled.index.similar(conn, "warm up", ["public"])
        transaction = conn.begin()
        filled.index.remove(conn, ["thread:2"])
        filled.index.similar(conn, "printer", ["public"])
        transaction.rollback()
    filled.put(thread(5, "Scanner is slow"))
    assert filled.similar("printer prints blank pages")[0] == "thread:2"
    assert filled.similar("scanner is slow")[0] == "thread:5"


def test_a_removed_document_is_gone_from_words_and_meaning(filled: Shelf) -> None:
    with filled.engine.begin() as conn:
        filled.index.remove(conn, ["thread:2", "thread:unknown"])
        assert filled.index.store.corpus(conn, ["printer"]).frequencies == {}
    assert "thread:2" not in filled.similar("printer prints blank pages")


def test_an_edit_replaces_what_was_there(filled: Shelf) -> None:
    filled.similar("warm up")
    filled.put(thread(2, "Screen flickers"))
    assert filled.similar("screen flickers")[0] == "thread:2"
    assert "thread:2" not in filled.similar("printer prints blank pages")
    with filled.engine.connect() as conn:
        assert filled.index.store.corpus(conn, []).documents == 3


def test_of_equal_answers_the_one_confirmed_lately_comes_first(shelf: Shelf) -> None:
    shelf.put(
        *(
            thread(number, "The hub blinks red", fresh_at=datetime(year, 5, 1, tzinfo=UTC))
            for number, year in ((1, 2019), (2, 2026), (3, 2023))
        ),
        thread(4, "The hub blinks red"),
        thread(5, "Where is my invoice?"),
    )
    assert shelf.similar("hub blinks red")[:4] == ["thread:2", "thread:3", "thread:1", "thread:4"]


def test_the_question_itself_can_be_left_out(filled: Shelf) -> None:
    with filled.engine.connect() as conn:
        results = filled.index.similar(
            conn, "printer prints blank pages", ["public"], exclude=["thread:2"]
        )
    assert "thread:2" not in [hit.key for hit in results.hits]


def test_only_documents_that_were_named_are_found(shelf: Shelf) -> None:
    shelf.put(*(thread(number, f"The hub blinks red {number}") for number in range(1, 6)))
    named = ("thread:4", "thread:2", "thread:99")
    assert set(shelf.search("hub blinks", among=named)) == {"thread:2", "thread:4"}
    assert set(shelf.search("", among=named)) == {"thread:2", "thread:4"}
    assert shelf.search("hub blinks", among=()) == shelf.search("", among=()) == []
    assert len(shelf.search("hub blinks", among=None)) == 5


def test_neighbours_are_like_a_document_and_not_it_itself(shelf: Shelf) -> None:
    shelf.put(
        thread(1, "Printer jam in the tray"),
        thread(2, "A printer jam in the lower tray"),
        thread(3, "Monetisation of a newsletter"),
    )
    with shelf.engine.connect() as conn:
        near = shelf.index.neighbours(conn, "thread:1", ["public"])
        assert near[0] == "thread:2"
        assert "thread:1" not in near
        assert shelf.index.neighbours(conn, "thread:1", ["staff"]) == []
        assert shelf.index.neighbours(conn, "thread:99", ["public"]) == []


def test_kinds_narrow_the_search(filled: Shelf) -> None:
    with filled.engine.connect() as conn:
        results = filled.index.similar(conn, "монетизация письмо", ["public"], kinds=["article"])
    assert {hit.kind for hit in results.hits} == {"article"}


def test_labels_narrow_the_search_and_are_counted(filled: Shelf) -> None:
    assert filled.search("printer", "state:solved") == ["thread:2"]
    assert filled.search("printer", "state:open") == []
    with filled.engine.begin() as conn:
        filled.index.set_labels(conn, "thread:2", ["state:open"], standing=1.0)
        found = filled.index.search(conn, "", ["public"], limit=1)
    assert found.facets == {"state:open": 2}


def test_a_search_without_words_browses_newest_first_in_pages(filled: Shelf) -> None:
    with filled.engine.connect() as conn:
        page = filled.index.search(conn, "", ["public"], limit=2, offset=1)
    assert [hit.key for hit in page.hits] == ["thread:2", "thread:1"]
    assert page.total == 3


def test_pages_of_one_search_do_not_overlap(shelf: Shelf) -> None:
    shelf.put(*(thread(n, f"Printer jam number {n}") for n in range(30)))
    with shelf.engine.connect() as conn:
        pages = [
            [
                hit.key
                for hit in shelf.index.search(conn, "printer", ["public"], limit=10, offset=n).hits
            ]
            for n in (0, 10, 20)
        ]
    assert len({key for page in pages for key in page}) == 30


def test_the_passage_is_the_answer_with_its_matches_marked(shelf: Shelf) -> None:
    shelf.put(thread(1, "Printer jam", "Help!", answer="Open the tray and pull the paper out."))
    with shelf.engine.connect() as conn:
        passage = shelf.index.similar(conn, "paper jam in printer", ["public"]).hits[0].passage
    assert passage.part == "answer"
    assert [passage.text[a:b] for a, b in passage.highlights] == ["paper"]


def test_the_fitting_section_of_an_article_is_shown(shelf: Shelf) -> None:
    from search.documents import Section

    sections = (
        Section("paper", "Paper", "Fan the sheets before loading them. " * 9),
        Section("ink", "Ink", "Shake the cartridge gently. " * 9),
    )
    shelf.put(article(1, "Printer care", sections=sections))
    with shelf.engine.connect() as conn:
        passage = shelf.index.similar(conn, "shake the ink cartridge", ["public"]).hits[0].passage
    assert (passage.part, passage.anchor) == ("section", "ink")
    assert len(passage.text) <= 240


def test_words_alone_answer_while_the_model_is_away(filled: Shelf) -> None:
    filled.encoder.state = "loading"
    with filled.engine.connect() as conn:
        results = filled.index.similar(conn, "printer prints blank", ["public"])
    assert results.degraded
    assert [hit.key for hit in results.hits] == ["thread:2"]
    assert not results.hits[0].likely_duplicate


def test_documents_written_without_a_model_are_embedded_later(shelf: Shelf) -> None:
    shelf.encoder.state = "loading"
    shelf.put(thread(1, "Printer jam"))
    shelf.encoder.state = "ready"
    with shelf.engine.connect() as conn:
        waiting = shelf.index.needs_embedding(conn)
    prepared = shelf.index.prepare(waiting)
    with shelf.engine.begin() as conn:
        assert shelf.index.attach(conn, prepared) == 1
        assert shelf.index.needs_embedding(conn) == []
        assert shelf.index.similar(conn, "printer jam", ["public"]).hits[0].meaning is not None


def test_a_late_vector_of_a_changed_text_is_not_kept(shelf: Shelf) -> None:
    prepared = shelf.index.prepare([thread(1, "Printer jam")])
    shelf.put(thread(1, "Screen flickers"))
    with shelf.engine.begin() as conn:
        assert shelf.index.attach(conn, prepared) == 0


def test_a_label_change_needs_no_new_embedding(filled: Shelf) -> None:
    filled.encoder.state = "loading"
    filled.put(thread(2, "Printer prints blank pages", "Since the update", labels=("tag:ink",)))
    filled.encoder.state = "ready"
    with filled.engine.connect() as conn:
        assert filled.index.needs_embedding(conn) == []


def test_vectors_of_two_models_never_meet(filled: Shelf) -> None:
    other = SearchIndex(filled.index.store, HashingEncoder(dimension=64))
    with filled.engine.connect() as conn:
        results = other.similar(conn, "printer prints blank", ["public"])
        assert len(other.needs_embedding(conn)) == 3
    assert results.hits[0].key == "thread:2"
    assert results.hits[0].meaning is None


def test_another_process_sees_what_this_one_wrote(filled: Shelf) -> None:
    elsewhere = SearchIndex(store_for(filled.engine.dialect.name), filled.encoder)
    with filled.engine.connect() as conn:
        elsewhere.similar(conn, "warm up", ["public"])
    filled.put(thread(9, "Keyboard types twice"))
    with filled.engine.connect() as conn:
        hit = elsewhere.similar(conn, "keyboard types twice", ["public"]).hits[0]
    assert hit.key == "thread:9"
    assert hit.meaning == pytest.approx(1.0, abs=1e-4)


def test_many_readers_and_a_writer_do_not_disturb_each_other(filled: Shelf) -> None:
    failures: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(20):
                assert filled.similar("printer prints blank pages")[0] == "thread:2"
        except BaseException as failure:
            failures.append(failure)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(10, 30):
        filled.put(thread(number, f"Мышь двоит клик {number}"))
    for reader in readers:
        reader.join()
    assert failures == []
