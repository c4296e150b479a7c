"""The same question asked again is answered from memory, and never wrongly."""

from collections.abc import Callable, Iterator

import pytest

from search import lately
from search.documents import Results
from search.lately import Lately
from tests.search.conftest import Shelf, thread

Ask = Callable[[str, Results], Results]


@pytest.fixture
def ask(shelf: Shelf) -> Iterator[Ask]:
    """Ask, with what would be found now."""
    kept = Lately()
    with shelf.engine.connect() as conn:
        yield lambda asked, found: kept.answer(conn, asked, lambda: found)


def test_what_was_asked_lately_is_not_looked_for_again(ask: Ask) -> None:
    first = ask("jam", Results(total=1))
    assert ask("jam", Results(total=2)) is first
    assert ask("other", Results(total=3)).total == 3


def test_what_words_alone_answered_is_looked_for_again(ask: Ask) -> None:
    ask("jam", Results(degraded=True, total=1))
    assert ask("jam", Results(total=2)).total == 2


def test_old_answers_are_forgotten(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    ask("jam", Results(total=1))
    monkeypatch.setattr(lately, "KEPT_SECONDS", 0.0)
    assert ask("jam", Results(total=2)).total == 2


def test_a_search_repeated_sees_what_changed_in_between(shelf: Shelf) -> None:
    shelf.put(thread(1, "Printer jam"))
    assert shelf.search("printer jam") == ["thread:1"]
    shelf.put(thread(2, "Printer jam again"))
    assert set(shelf.search("printer jam")) == {"thread:1", "thread:2"}
    with shelf.engine.begin() as conn:
        shelf.index.set_audiences(conn, "thread:1", ("staff",))
    assert shelf.search("printer jam") == ["thread:2"]
