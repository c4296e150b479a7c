"""What people type into one line, without a database."""

import pytest

from forum.core.fields import one_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two   words \n", "two words"),
        ("in\u200bvi\u2060si\ufeffble", "invisible"),
        ("turned \u202eround\u202c", "turned round"),
        ("a \u200b b", "a b"),
        ("nul\x00l", "null"),
        ("кафе\u0301", "кафе\u0301"),
        ("cafe\u0301", "café"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d💻 at work", "👩\u200d💻 at work"),
        ("\u200b\u200b", ""),
        ("", ""),
    ],
)
def test_nothing_invisible_stays(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


def test_what_was_not_sent_stays_nothing() -> None:
    assert one_line(None) is None
