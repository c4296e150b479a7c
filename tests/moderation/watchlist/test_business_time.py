"""Business time: what counts as working hours, and that adding it behaves like time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.watchlist import business_time
from moderation.watchlist.business_time import ZONE

HOUR = timedelta(hours=1)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
amounts = st.timedeltas(timedelta(0), timedelta(hours=60))


def at(text: str) -> datetime:
    """A moment where the team works: "2026-03-27 17:00", a Friday."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-03-25 10:00", 4, "2026-03-25 14:00"),
        ("2026-03-25 14:00", 4, "2026-03-25 18:00"),
        ("2026-03-25 15:00", 4, "2026-03-26 10:00"),
        ("2026-03-25 22:30", 1, "2026-03-26 10:00"),
        ("2026-03-25 06:00", 1, "2026-03-25 10:00"),
        ("2026-03-28 12:00", 2, "2026-03-30 11:00"),
    ],
    ids=["inside a day", "to its end", "over night", "asked at night", "asked early", "week-end"],
)
def test_only_working_hours_count(start: str, hours: int, end: str) -> None:
    assert business_time.add(at(start), hours * HOUR) == at(end)


def test_the_hour_lost_to_summer_time_is_nobodys_working_hour() -> None:
    # clocks go forward in the night to Sunday 29 March 2026
    assert business_time.add(at("2026-03-27 17:00"), 2 * HOUR) == at("2026-03-30 10:00")


@given(moments, amounts)
def test_the_end_is_never_before_the_start(start: datetime, amount: timedelta) -> None:
    assert business_time.add(start, amount) >= start + amount


@given(moments, amounts, amounts)
def test_two_steps_lead_where_one_does(start: datetime, a: timedelta, b: timedelta) -> None:
    assert business_time.add(business_time.add(start, a), b) == business_time.add(start, a + b)


@given(moments, amounts, amounts)
def test_more_time_ends_later(start: datetime, a: timedelta, b: timedelta) -> None:
    less, more = sorted((a, b))
    assert business_time.add(start, less) <= business_time.add(start, more)


@given(moments, amounts)
def test_what_was_added_is_what_lies_between(start: datetime, amount: timedelta) -> None:
    assert business_time.between(start, business_time.add(start, amount)) == amount


@given(moments, st.timedeltas(timedelta(microseconds=1), timedelta(hours=60)))
def test_the_end_lies_in_working_hours(start: datetime, amount: timedelta) -> None:
    end = business_time.add(start, amount).astimezone(ZONE)
    assert end.weekday() < 5
    assert business_time.OPENS < end.time() <= business_time.CLOSES


def test_time_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        business_time.add(at("2026-03-25 10:00"), -HOUR)
