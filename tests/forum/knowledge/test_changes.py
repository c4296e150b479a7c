"""How much an edit changed."""

import pytest

from forum.knowledge.changes import is_substantial

BEFORE = "# Pair a lamp\n\nHold the button for ten seconds, then wait until it blinks."


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (BEFORE, False),
        (BEFORE.replace("the button", "the  **button**"), False),
        (BEFORE.replace("seconds", "secunds"), False),
        (BEFORE.replace("# Pair", "## Pair"), False),
        ("Then wait until it blinks. Hold the button for ten seconds.\n\n# Pair a lamp", False),
        (BEFORE.replace("ten", "10"), True),
        (BEFORE + " Update to 5.2.1.", True),
        (BEFORE + " Then open the app.", True),
        (BEFORE.replace(", then wait until it blinks", ""), True),
    ],
)
def test_several_words_or_one_figure_are_worth_reading_again(now: str, expected: bool) -> None:
    assert is_substantial(BEFORE, now) is expected
    assert is_substantial(now, BEFORE) is expected
