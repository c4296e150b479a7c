"""Nonsense finds nothing, words alone still do, and phrases and words to leave out hold."""

from datetime import UTC, datetime

import pytest

from search.calibration import rule_for
from search.encoder import BUNDLED_MODEL
from search.keyboard import other_layout
from search.query import parse
from search.ranking import Candidate, Cosines, Scored
from search.retrieval import Retrieval
from search.spelling import Correction, as_written, corrected
from tests.search.conftest import Shelf, thread


def scored(cosine: float, words: float = 0.0, letters: float = 0.0) -> Scored:
    near = Cosines(cosine, cosine, cosine, 0)
    candidate = Candidate(1, "thread:1", 1, 1, 0.0, near, "en")
    return Scored(candidate, 1.0, words, words, 0.0, letters)


def shown(*found: Scored, language: str = "en") -> int:
    """How many are worth showing among eight that nothing speaks for."""
    retrieval = Retrieval(None, None, rule_for(BUNDLED_MODEL))  # type: ignore[arg-type]
    noise = [scored(0.7)] * 8
    return len(retrieval._worth_showing([*found, *noise], language))


def test_near_in_meaning_is_shown_without_a_word_in_common() -> None:
    assert shown(scored(0.87)) == 1
    assert shown(scored(0.87), scored(0.81)) == 2


def test_a_little_near_to_everything_is_near_to_nothing() -> None:
    assert shown(scored(0.845), scored(0.84), scored(0.82)) == 0


def test_weak_evidence_adds_up() -> None:
    assert shown(scored(0.83, words=0.15)) == 1
    assert shown(scored(0.70, words=0.3)) == 1
    assert shown(scored(0.80, letters=0.1)) == 0


def test_less_is_asked_where_nothing_is_in_the_language_of_the_question() -> None:
    assert shown(scored(0.845), language="ru") == 1


@pytest.mark.parametrize("text", ["!!!! ???? ....", "🙂🙂", "—"])
def test_signs_alone_find_nothing(shelf: Shelf, text: str) -> None:
    shelf.put(thread(1, "Why?!"), thread(2, "Lamp — off"))
    assert shelf.search(text) == []


def test_a_phrase_is_held_in_its_order(shelf: Shelf) -> None:
    shelf.put(thread(1, "Hub loses the network"), thread(2, "Network loses hubs"))
    assert shelf.search("hub loses", phrases=("hub loses",)) == ["thread:1"]


def test_what_is_left_out_is_not_found(shelf: Shelf) -> None:
    shelf.put(thread(1, "Hub with battery"), thread(2, "Hub with cable"))
    assert shelf.search("hub", without=("batteries",)) == ["thread:2"]
    assert shelf.search("", without=("battery",)) == ["thread:2"]


def test_documents_of_a_time(shelf: Shelf) -> None:
    old, new = datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 3, 5, tzinfo=UTC)
    shelf.put(thread(1, "Hub one", created_at=old), thread(2, "Hub two", created_at=new))
    february = datetime(2026, 2, 1, tzinfo=UTC)
    assert shelf.search("hub", since=february) == ["thread:2"]
    assert shelf.search("hub", until=february) == ["thread:1"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("ghbdtn", "привет"), ("рудд", "hell"), (";fkj,f", "жалоба"), ("Ghbdtn", "Привет")],
)
def test_keys_of_the_other_layout(typed: str, meant: str) -> None:
    assert other_layout(typed) == meant


@pytest.mark.parametrize("text", ["", "123", "wi-fi роутер", "?!"])
def test_no_layout_is_guessed_of_both_or_neither(text: str) -> None:
    assert other_layout(text) == ""


def test_a_slip_is_told_in_the_words_of_what_was_found(shelf: Shelf) -> None:
    shelf.put(thread(1, "Doorbell batteries are empty"))
    with shelf.engine.connect() as conn:
        found = shelf.index.search(conn, "dorbell battery", ["public"])
        assert found.corrections == (Correction("dorbell", "doorbell"),)
        assert corrected("My Dorbell!", found.corrections) == "My doorbell!"
        assert shelf.index.knows(conn, "empty xylophone batteries")
        assert not shelf.index.knows(conn, "xylophone")


def test_one_known_word_among_many_does_not_make_a_text_known(shelf: Shelf) -> None:
    """A Russian question in the keys of an English keyboard has a known word by chance."""
    shelf.put(thread(1, "Do not press the grounds down in a moka pot kb d"))
    with shelf.engine.connect() as conn:
        assert not shelf.index.knows(conn, other_layout("Нужно ли утрамбовывать кофе в гейзерной"))
        assert shelf.index.knows(conn, other_layout("ьщлф зще"))


def test_a_stem_is_shown_as_somebody_wrote_it() -> None:
    assert as_written(parse("batteries").terms[0], ["Empty", "The Batteries"]) == "batteries"
