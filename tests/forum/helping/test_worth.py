"""What stands first in the help-wanted list, without a database."""

from datetime import UTC, datetime, timedelta

from forum.helping.worth import FRESH, Candidate, ordered

NOW = datetime(2026, 3, 25, 12, tzinfo=UTC)


def asked(number: int, ago: timedelta = timedelta(hours=5), **why: int) -> Candidate:
    return Candidate(number, NOW - ago, **why)


def order(*candidates: Candidate) -> list[int]:
    return [one.thread_id for one in ordered(list(candidates), NOW)]


def test_many_who_have_it_too_come_first() -> None:
    assert order(asked(1), asked(2, people=3), asked(3, people=1)) == [2, 3, 1]


def test_known_ground_and_solved_ones_alike_weigh_more_than_a_day() -> None:
    day = timedelta(days=1)
    assert order(asked(1, day), asked(2, solved_here=1), asked(3, solved_alike=2)) == [2, 3, 1]


def test_what_waited_longer_comes_earlier_up_to_a_week() -> None:
    day = timedelta(days=1)
    assert order(asked(1, 2 * day), asked(2, 4 * day), asked(3, 90 * day)) == [3, 2, 1]
    assert order(asked(1, 90 * day), asked(2, 8 * day)) == [2, 1]


def test_who_has_just_asked_is_answered_while_still_there() -> None:
    assert order(asked(1, FRESH), asked(2, FRESH / 2)) == [2, 1]
