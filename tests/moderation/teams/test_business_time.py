"""Business time: what counts as working hours, and that adding it behaves like time."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.teams.business_time import (
    MINUTE,
    Calendar,
    Interval,
    Shift,
    add,
    between,
    end_of_day,
    merged,
    working_intervals,
)
from moderation.teams.promises import DEFAULT
from tests.moderation.teams.calendars import Case, case_of, dices, minute_of, stretches_of

HOUR = timedelta(hours=1)
BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = DEFAULT.calendar
HISTORIES = 10  # to each generated calendar


def at(text: str) -> datetime:
    """A moment where the team works: "2026-03-27 17:00", a Friday."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def paused(case: Case, off: list[tuple[int, int]]) -> list[Interval]:
    """Stretches of minutes as moments."""
    return [(case.weeks.at(begins), case.weeks.at(ends)) for begins, ends in off]


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
    assert add(OFFICE, at(start), hours * HOUR) == at(end)


def test_the_hour_lost_to_summer_time_is_nobodys_working_hour() -> None:
    # clocks go forward in the night to Sunday 29 March 2026
    assert add(OFFICE, at("2026-03-27 17:00"), 2 * HOUR) == at("2026-03-30 10:00")


def test_an_hour_the_clock_shows_twice_counts_twice_and_one_it_skips_never() -> None:
    nights = Calendar("America/New_York", (Shift(6, 0, 6 * 60),))
    for day, hours in ((date(2026, 3, 8), 5), (date(2026, 3, 15), 6), (date(2026, 11, 1), 7)):
        begins, ends = working_intervals(nights, day)[0]
        assert ends - begins == hours * HOUR


def test_a_shift_that_begins_in_the_hour_shown_twice_has_two_parts() -> None:
    late = Calendar("America/New_York", (Shift(6, 90, 180),))
    parts = working_intervals(late, date(2026, 11, 1))
    assert [ends - begins for begins, ends in parts] == [HOUR / 2, 1.5 * HOUR]


def test_a_break_at_noon_and_a_day_off_do_not_count() -> None:
    split = Calendar(
        "Asia/Kathmandu",
        tuple(Shift(day, *hours) for day in range(5) for hours in ((540, 720), (780, 1080))),
        frozenset({date(2026, 3, 26)}),
    )
    start = datetime(2026, 3, 25, 11, 30, tzinfo=ZoneInfo("Asia/Kathmandu"))
    assert add(split, start, HOUR) == datetime(2026, 3, 25, 7, 45, tzinfo=UTC)  # 13:30 there
    assert add(split, start, 8 * HOUR) == datetime(2026, 3, 27, 5, 45, tzinfo=UTC)  # 11:30 there


def test_one_day_is_the_average_day_with_hours() -> None:
    uneven = Calendar("UTC", (Shift(0, 540, 1080), Shift(4, 540, 900)))
    assert OFFICE.day == 9 * HOUR
    assert uneven.day == 7.5 * HOUR
    assert Calendar("UTC", ()).day == timedelta(0)


def test_the_day_ends_at_midnight_where_the_team_works() -> None:
    assert end_of_day(OFFICE, at("2026-03-28 12:00")) == at("2026-03-29 00:00")


def test_time_does_not_run_backwards_nor_without_hours() -> None:
    with pytest.raises(ValueError, match="forward"):
        add(OFFICE, at("2026-03-25 10:00"), -HOUR)
    with pytest.raises(ValueError, match="forward"):
        add(OFFICE, datetime(2026, 3, 25), HOUR)
    with pytest.raises(ValueError, match="never gets there"):
        add(Calendar("UTC", ()), at("2026-03-25 10:00"), HOUR)
    assert between(OFFICE, at("2026-03-26 10:00"), at("2026-03-25 10:00")) == timedelta(0)


def test_nothing_ends_before_the_calendar_does() -> None:
    with pytest.raises(OverflowError):
        add(OFFICE, datetime(9999, 12, 20, tzinfo=UTC), 100 * HOUR)


@settings(max_examples=300, deadline=None)
@given(dices)
def test_it_is_what_counting_minute_by_minute_gives(dice: Random) -> None:
    case = case_of(dice)
    for _turn in range(HISTORIES):
        off, start, end = stretches_of(dice), *sorted((minute_of(dice), minute_of(dice)))
        counting = case.counting.copy()
        for begins, ends in off:
            counting[begins:ends] = False
        counted = int(counting[start:end].sum())
        first, last, pauses = case.weeks.at(start), case.weeks.at(end), paused(case, off)
        assert between(case.calendar, first, last, pauses) == counted * MINUTE
        if counted:
            reached = start + int(np.flatnonzero(counting[start:end])[-1]) + 1
            assert add(case.calendar, first, counted * MINUTE, pauses) == case.weeks.at(reached)


@settings(max_examples=200, deadline=None)
@given(dices)
def test_it_adds_up_and_never_runs_backwards(dice: Random) -> None:
    case = case_of(dice)
    calendar = case.calendar
    for _turn in range(HISTORIES):
        start, pauses = case.weeks.at(minute_of(dice)), paused(case, stretches_of(dice))
        a, b = dice.randrange(3000) * MINUTE, dice.randrange(3000) * MINUTE
        half, whole = add(calendar, start, a, pauses), add(calendar, start, a + b, pauses)
        assert start + a <= half <= whole
        assert add(calendar, half, b, pauses) == whole
        assert between(calendar, start, whole, pauses) == a + b
        split = between(calendar, start, half, pauses) + between(calendar, half, whole, pauses)
        assert split == a + b


@settings(max_examples=100, deadline=None)
@given(dices)
def test_who_begins_later_ends_no_earlier(dice: Random) -> None:
    case, amount = case_of(dice), dice.randrange(3000) * MINUTE
    starts = sorted(minute_of(dice) for _turn in range(HISTORIES))
    ended = [add(case.calendar, case.weeks.at(minute), amount) for minute in starts]
    assert ended == sorted(ended)


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=6))
def test_merged_stretches_cover_the_same_minutes_once(pairs: list[tuple[int, int]]) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    pairs = [(min(pair), max(pair)) for pair in pairs]
    found = merged((start + a * MINUTE, start + b * MINUTE) for a, b in pairs)
    covered = {minute for a, b in pairs for minute in range(a, b)}
    assert sum(((b - a) // MINUTE for a, b in found), 0) == len(covered)
    assert all(one[1] < two[0] for one, two in pairwise(found))
