"""Word diffs: nothing invented, nothing lost."""

from hypothesis import given
from hypothesis import strategies as st

from forum.core import diff
from forum.core.diff import word_diff

TEXTS = st.text(alphabet=st.sampled_from("ab яё.\n-"), max_size=80)


def new_side(parts: list[tuple[diff.Op, str]]) -> str:
    """What the parts say is there now."""
    return "".join(text for op, text in parts if op != "removed")


def old_side(parts: list[tuple[diff.Op, str]]) -> str:
    """What the parts say was there before."""
    return "".join(text for op, text in parts if op != "added")


@given(old=TEXTS, new=TEXTS)
def test_both_texts_can_be_read_out_of_it(old: str, new: str) -> None:
    parts = word_diff(old, new)
    assert (old_side(parts), new_side(parts)) == (old, new)
    assert all(text for _op, text in parts)


@given(TEXTS)
def test_the_same_text_has_no_changes(text: str) -> None:
    assert {op for op, _text in word_diff(text, text)} <= {"same"}


def test_one_word_is_one_change() -> None:
    assert word_diff("Hold the red button.", "Hold the green button.") == [
        ("same", "Hold the "),
        ("removed", "red"),
        ("added", "green"),
        ("same", " button."),
    ]


def test_long_texts_are_compared_line_by_line() -> None:
    old = "\n".join(f"line {number} of many" for number in range(2_000))
    new = old.replace("line 7 of", "line seven of", 1)
    parts = word_diff(old, new)
    assert (old_side(parts), new_side(parts)) == (old, new)
    assert ("removed", "line 7 of many\n") in parts
