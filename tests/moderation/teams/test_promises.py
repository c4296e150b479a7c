"""How long things may take; the worked examples of docs/desk.md are held to it."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

from forum.threads.models import Severity
from moderation.teams.business_time import DAY_MINUTES, MINUTE, between
from moderation.teams.lengths import Length
from moderation.teams.promises import DEFAULT, NO_WINDOW, Allowance, Promise, due
from tests.moderation.teams.calendars import Case, case_of, dices, minute_of, stretches_of
from tests.moderation.teams.test_business_time import at, paused

HOUR = timedelta(hours=1)
WORST_FIRST = [
    Severity.BLOCKING,
    Severity.CRITICAL,
    Severity.MAJOR,
    Severity.MINOR,
    Severity.TRIVIAL,
]
ASKED = at("2026-03-25 10:00")
DESK = (Path(__file__).parents[3] / "docs" / "desk.md").read_text()
WHEN = r"\w{3} (\d{4}-\d\d-\d\d \d\d:\d\d)"


def examples() -> list[tuple[str, ...]]:
    """Severity, when asked, when answer and solution are due: the table in docs/desk.md."""
    return re.findall(rf"^\| (\w+) \| {WHEN} \| {WHEN} \| {WHEN} \|", DESK, re.MULTILINE)


@pytest.mark.parametrize(("severity", "asked", "first", "solution"), examples())
def test_the_worked_examples_are_right(
    severity: str, asked: str, first: str, solution: str
) -> None:
    found = due(DEFAULT, at(asked), Severity(severity))
    assert (found.first_due_at, found.resolution_due_at) == (at(first), at(solution))


def test_every_severity_has_a_worked_example() -> None:
    assert {found[0] for found in examples()} == {one.value for one in Severity}


@pytest.mark.parametrize("severity", Severity)
def test_the_published_lengths_are_those_of_the_code(severity: Severity) -> None:
    row = re.search(rf"^\| {severity.value} \| (.+?) \| (.+?) \| (.+?) \|$", DESK, re.MULTILINE)
    assert row is not None
    window = "–" if severity in NO_WINDOW else "4 h"
    allowed = DEFAULT.allowances[severity]
    assert row.groups() == (window, said(allowed.first), said(allowed.resolution))


def said(length: Length) -> str:
    """A length as docs/desk.md writes it."""
    return f"{length.days} d" if length.days else f"{length.minutes // 60} h"


def test_what_is_worse_is_due_sooner() -> None:
    found = [due(DEFAULT, ASKED, severity) for severity in WORST_FIRST]
    assert found == sorted(found, key=lambda one: one.first_due_at)
    assert found == sorted(found, key=lambda one: one.resolution_due_at)


@pytest.mark.parametrize("severity", Severity)
def test_only_what_can_wait_leaves_the_community_its_hours(severity: Severity) -> None:
    public, inside = due(DEFAULT, ASKED, severity), due(DEFAULT, ASKED, severity, staff_only=True)
    later = between(DEFAULT.calendar, inside.first_due_at, public.first_due_at)
    assert inside.community_ends_at is None
    assert later == (timedelta(0) if severity in NO_WINDOW else 4 * HOUR)


def test_a_members_answer_ends_the_window_and_gives_the_team_eight_hours_more() -> None:
    answered = at("2026-03-25 11:00")
    found = due(DEFAULT, ASKED, Severity.MAJOR, member_answers=[answered, answered + HOUR])
    assert (found.community_ends_at, found.deferred_at) == (answered, answered)
    assert found.first_due_at == at("2026-03-26 18:00")  # 8 h and 8 h from 11:00
    assert found.resolution_due_at == at("2026-03-30 10:00")  # 18 h and 8 h


def test_one_that_comes_when_the_team_is_late_changes_nothing() -> None:
    late = at("2026-03-27 10:00")
    found = due(DEFAULT, ASKED, Severity.MAJOR, member_answers=[late])
    assert found == due(DEFAULT, ASKED, Severity.MAJOR)


def test_a_member_never_makes_the_team_hurry() -> None:
    hasty = replace(DEFAULT, deferral=Length())
    found = due(hasty, ASKED, Severity.MINOR, member_answers=[ASKED])
    plain = due(hasty, ASKED, Severity.MINOR)
    assert found.community_ends_at == ASKED
    assert found.first_due_at == plain.first_due_at
    assert found.resolution_due_at == plain.resolution_due_at


def promise_of(dice: Random, case: Case) -> Promise:
    """Some lengths for every severity, in minutes."""

    def length() -> Length:
        return Length(0, dice.randrange(1500))

    allowances = {severity: Allowance(length(), length()) for severity in Severity}
    return Promise(case.calendar, length(), length(), allowances)


def reached(counting: NDArray[np.bool_], start: int, number: int) -> int | None:
    """The minute at which so many have been counted; None when that is after these weeks."""
    if number == 0:
        return start
    found = np.flatnonzero(counting[start:])
    return start + int(found[number - 1]) + 1 if len(found) >= number else None


@settings(max_examples=400, deadline=None)
@given(dices)
def test_every_clock_is_what_counting_minute_by_minute_gives(dice: Random) -> None:
    case = case_of(dice)
    promise, day = promise_of(dice, case), case.calendar.day
    for _turn in range(10):
        severity, start = dice.choice(list(Severity)), dice.randrange(7 * DAY_MINUTES)
        off, answers = (
            stretches_of(dice),
            sorted(minute_of(dice) for _ in range(dice.randint(0, 2))),
        )
        counting = case.counting.copy()
        for begins, ends in off:
            counting[begins:ends] = False
        window = promise.window(severity) // MINUTE
        first, solution = (
            promise.allowances[severity].first.minutes,
            promise.allowances[severity].resolution.minutes,
        )
        opens = reached(counting, start, window)
        plain = None if opens is None else reached(counting, opens, first)
        plain_solution = None if opens is None else reached(counting, opens, solution)
        if opens is None or plain is None or plain_solution is None:
            continue
        helped = next((one for one in answers if start <= one <= plain), None)
        if helped is not None:
            opens, extra = min(opens, helped), promise.deferral.on(day) // MINUTE
            put_off = reached(counting, opens, first + extra)
            put_off_solution = reached(counting, opens, solution + extra)
            if put_off is None or put_off_solution is None:
                continue
            plain, plain_solution = max(plain, put_off), max(plain_solution, put_off_solution)
        found = due(
            promise,
            case.weeks.at(start),
            severity,
            member_answers=[case.weeks.at(one) for one in answers],
            pauses=paused(case, off),
        )
        assert found.first_due_at == case.weeks.at(plain)
        assert found.resolution_due_at == case.weeks.at(plain_solution)
        assert found.community_ends_at == (case.weeks.at(opens) if window else None)
        assert found.deferred_at == (None if helped is None else case.weeks.at(helped))


@settings(max_examples=200, deadline=None)
@given(dices)
def test_pauses_and_members_only_ever_give_more_time(dice: Random) -> None:
    case = case_of(dice)
    promise = promise_of(dice, case)
    for _turn in range(10):
        severity, asked = dice.choice(list(Severity)), case.weeks.at(minute_of(dice))
        off: list[tuple[datetime, datetime]] = paused(case, stretches_of(dice))
        plain = due(promise, asked, severity)
        late = due(promise, asked, severity, pauses=off)
        helped = due(promise, asked, severity, member_answers=[case.weeks.at(minute_of(dice))])
        for one in (late, helped):
            assert asked <= plain.first_due_at <= one.first_due_at
            assert asked <= plain.resolution_due_at <= one.resolution_due_at
