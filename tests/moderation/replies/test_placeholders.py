"""What stands in braces in a canned reply."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.replies.placeholders import Placeholder, fill, unknown

VALUES = {placeholder.value: placeholder.value.upper() for placeholder in Placeholder}


def test_every_placeholder_is_filled_in() -> None:
    text = " ".join(f"{{{placeholder.value}}}" for placeholder in Placeholder)
    assert fill(text, VALUES) == " ".join(VALUES[placeholder] for placeholder in Placeholder)


def test_what_a_value_says_is_never_filled_again() -> None:
    assert fill("Hello {asker}", {"asker": "{rep}", "rep": "Dana"}) == "Hello {rep}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hello {asker}", []),
        ("Hello {name}, {name} and {nobody}", ["name", "nobody"]),
        (r"Write \{name} so", []),
        ("function () { return {} }", []),
        ('{"a": 1}', []),
        ("{Asker}", ["Asker"]),
        ("{имя}", ["имя"]),
    ],
)
def test_words_that_mean_nothing_are_found(text: str, words: list[str]) -> None:
    assert unknown(text) == words


def test_a_backslash_keeps_the_word() -> None:
    assert fill(r"\{asker} is {asker}", {"asker": "Ada"}) == "{asker} is Ada"


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    unknown(text)
    assert "{asker}" not in fill(text.replace("\\", ""), VALUES)
