"""When people of the demo ask: in hours, in the same order, and never what is on the desk now."""

from datetime import UTC, datetime, timedelta

from moderation.demo.hours import YOUNG, in_hours
from moderation.teams.business_time import Calendar, Shift, between

WORK = Calendar("Europe/Berlin", tuple(Shift(day, 9 * 60, 18 * 60) for day in range(5)))
NOW = datetime(2026, 3, 25, 10, 40, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_an_hour_after_each_question_is_an_hour_of_work_or_most_of_one() -> None:
    asked = [NOW - YOUNG - step * 5 * HOUR for step in range(100)]
    moved = [in_hours(WORK, moment, NOW) for moment in asked]
    assert moved == sorted(moved, reverse=True)
    for moment in moved:
        assert between(WORK, moment, moment + HOUR) >= HOUR / 3


def test_what_is_young_stays() -> None:
    at_night = NOW - timedelta(days=2, hours=9)
    assert in_hours(WORK, at_night, NOW) == at_night


def test_without_hours_nothing_moves() -> None:
    assert in_hours(Calendar("UTC", ()), NOW - 2 * YOUNG, NOW) == NOW - 2 * YOUNG
