"""Lengths of business time as people type them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.teams.lengths import DAYS_MAX, MINUTES_MAX, Length, parse

lengths = st.builds(Length, st.integers(0, DAYS_MAX), st.integers(0, MINUTES_MAX))


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("1h", Length(0, 60)),
        (" 8 h ", Length(0, 480)),
        ("1 h 30", Length(0, 90)),
        ("1h30m", Length(0, 90)),
        ("90 min", Length(0, 90)),
        ("2 days", Length(2)),
        ("1 day 4 hours", Length(1, 240)),
        ("1 д 4 ч 15 мин.", Length(1, 255)),
        ("0 h", Length()),
    ],
)
def test_what_people_type_is_understood(text: str, length: Length) -> None:
    assert parse(text) == length


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "8",
        "-1 h",
        "1 h 2 h",
        "1 h 2 days",
        "1,5 h",
        "1 week",
        "9999 d",
        "h",
        "1 h h",
        "٣",
    ],
)
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no length"):
        parse(text)


@given(lengths)
def test_it_is_written_as_it_is_read(length: Length) -> None:
    assert parse(str(length)) == length


@given(st.text(max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    try:
        assert isinstance(parse(text), Length)
    except ValueError as error:
        assert str(error) == "no length of time"  # noqa: PT017


def test_a_day_is_as_long_as_the_calendars() -> None:
    assert Length(2, 30).on(timedelta(hours=9)) == timedelta(hours=18, minutes=30)
