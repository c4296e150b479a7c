"""Words are compared in one form, whatever way they were typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import text


def test_yo_and_ye_are_one_letter() -> None:
    assert text.terms("ёлка Ёлка") == text.terms("елка елка")


def test_russian_and_english_words_lose_their_endings_each_by_its_own_rules() -> None:
    assert text.terms("монетизации") == text.terms("монетизация")
    assert text.terms("connections") == text.terms("connected")


@pytest.mark.parametrize("word", ["c++", "c#", "4.2.1", "0x80070005"])
def test_names_of_languages_versions_and_codes_stay_whole(word: str) -> None:
    assert word in text.terms(f"Ошибка {word} после обновления")


def test_all_spellings_of_a_compound_meet() -> None:
    assert set(text.terms("wifi")) <= set(text.terms("Wi-Fi"))
    assert text.terms("wi fi")[0] in text.terms("Wi-Fi")


def test_an_error_name_is_found_by_its_parts_and_whole() -> None:
    found = text.terms("ERR_CONNECTION_RESET")
    assert {"err", "reset", "errconnectionreset"} <= set(found)


def test_the_apostrophe_makes_no_difference() -> None:
    assert text.terms("can't") == text.terms("can’t") == text.terms("cant")


def test_stop_words_are_no_terms() -> None:
    assert text.terms("а что это и как the of") == []


def test_language_is_guessed_by_script() -> None:
    guesses = [text.language_of(sample) for sample in ("привет", "hello", "123 😀")]
    assert guesses == ["ru", "en", ""]


def test_highlights_point_into_the_original() -> None:
    original = "Ошибка: МОНЕТИЗАЦИЮ ﬁle не видно"
    marks = text.highlights(original, frozenset(text.terms("монетизация file")))
    assert [original[a:b] for a, b in marks] == ["МОНЕТИЗАЦИЮ", "ﬁle"]


def test_a_lone_letter_of_a_code_marks_no_other_code() -> None:
    wanted = frozenset(text.terms("E-214"))
    original = "E-214, not E-107; also E214"
    marks = text.highlights(original, wanted)
    assert [original[a:b] for a, b in marks] == ["E-214", "E214"]


def test_highlights_survive_letters_written_in_two_signs() -> None:
    original = unicodedata.normalize("NFD", "мой ёжик")
    marks = text.highlights(original, frozenset(text.terms("ёжик")))
    assert [unicodedata.normalize("NFC", original[a:b]) for a, b in marks] == ["ёжик"]


def test_the_half_typed_word_is_highlighted_too() -> None:
    marks = text.highlights("Подключить монетизацию", frozenset(), "монет")
    assert marks == [(11, 22)]


@given(st.text(max_size=200))
def test_any_text_has_tokens_inside_its_bounds(sample: str) -> None:
    for token in text.tokens(sample):
        assert 0 <= token.start < token.end <= len(sample)


@given(st.text(alphabet=st.characters(), max_size=100))
def test_folding_twice_changes_nothing_more(sample: str) -> None:
    once = text.fold(sample)
    assert text.fold(once) == once
