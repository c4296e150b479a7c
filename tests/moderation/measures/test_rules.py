"""Spans, steps, bars, expected minutes and who sees whose work: rules without a database."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.permissions import GRANTS, Role
from forum.threads.models import Severity
from moderation.measures.charts import HEIGHT, Piece, layered, round_up, stacked
from moderation.measures.expected import ASSUMED_MINUTES, ENOUGH, Expectation, History, Worked
from moderation.measures.measuring import History as ThreadHistory
from moderation.measures.measuring import Measured, Said, measure
from moderation.measures.models import By
from moderation.measures.policy import Colleagues, seen_by
from moderation.measures.spans import LONGEST_DAYS, Span, span_of
from moderation.measures.views import View, from_args
from moderation.teams.promises import DEFAULT

TODAY = date(2026, 4, 1)
DAYS = st.dates(date(1990, 1, 1), date(2040, 1, 1))
WORDS = st.one_of(st.text(max_size=12), DAYS.map(date.isoformat), st.integers().map(str))
OFFICE = DEFAULT.calendar


@given(st.dictionaries(st.sampled_from(["days", "from", "to", "by", "team", "severity"]), WORDS))
def test_every_address_asks_for_whole_days_up_to_today_and_says_so_again(
    args: dict[str, str],
) -> None:
    view = from_args(args, TODAY)
    assert view.span.first <= view.span.last <= TODAY
    assert view.span.days <= LONGEST_DAYS
    assert from_args({key: str(value) for key, value in view.as_args().items()}, TODAY) == view


@given(DAYS, st.integers(1, LONGEST_DAYS))
def test_steps_cover_each_day_once_and_are_few(last: date, days: int) -> None:
    span = Span(last - timedelta(days=days - 1), last)
    steps = span.steps
    assert len(steps) <= 40
    assert sum(step.days for step in steps) == span.days
    assert (steps[0].first, steps[-1].last) == (span.first, span.last)
    assert (span.before.days, span.before.last) == (span.days, span.first - timedelta(days=1))


@pytest.mark.parametrize(
    ("args", "first", "last"),
    [
        ({}, "2026-03-05", "2026-04-01"),
        ({"days": "7"}, "2026-03-26", "2026-04-01"),
        ({"days": "8"}, "2026-03-05", "2026-04-01"),
        ({"from": "2026-03-20", "to": "2026-03-10"}, "2026-03-10", "2026-03-20"),
        ({"from": "2026-03-20"}, "2026-03-20", "2026-04-01"),
        ({"to": "2026-03-28"}, "2026-03-01", "2026-03-28"),
        ({"from": "2027-01-01", "to": "2027-02-01"}, "2026-04-01", "2026-04-01"),
        ({"from": "yesterday", "to": ""}, "2026-03-05", "2026-04-01"),
    ],
)
def test_what_an_address_asks_for(args: dict[str, str], first: str, last: str) -> None:
    assert span_of(args, TODAY) == Span(date.fromisoformat(first), date.fromisoformat(last))


def test_what_means_nothing_is_left_out() -> None:
    args = {"by": "mood", "team": "-1", "severity": "dreadful", "category": "x" * 200}
    assert from_args(args, TODAY) == View(span_of({}, TODAY), category="x" * 80)


@given(st.lists(st.lists(st.integers(0, 10**6), min_size=1, max_size=4), min_size=1, max_size=40))
def test_bars_stay_in_their_box_and_upon_each_other(columns: list[list[int]]) -> None:
    pieces = [[Piece("staff", value, "") for value in column] for column in columns]
    for chart in (stacked(pieces), layered(pieces)):
        for bar in chart.bars:
            assert bar.y >= -0.2
            assert bar.y + bar.height <= HEIGHT + 0.2
            assert 0 <= bar.x < bar.x + bar.width <= chart.width
    assert sum(bar.height for bar in stacked(pieces).bars) == pytest.approx(
        sum(map(sum, columns)) / stacked(pieces).most * HEIGHT, abs=0.06 * 160
    )


@given(st.integers(0, 10**9))
def test_the_top_of_a_scale_is_a_round_number_that_fits(number: int) -> None:
    top = round_up(number)
    assert max(number, 1) <= top <= max(10 * number, 1)
    assert len(str(top).rstrip("0")) == 1


def work(category_id: int, severity: Severity, *minutes: int) -> list[Worked]:
    """Threads that kept somebody for so long each."""
    return [Worked(category_id, severity, one, 1) for one in minutes]


def test_like_threads_are_looked_for_more_widely_where_few_are_known() -> None:
    known = work(1, Severity.MINOR, *[10] * ENOUGH) + work(2, Severity.MINOR, 40, 40)
    known += work(2, Severity.BLOCKING, 90)
    history = History(known)
    assert history.expect(1, Severity.MINOR) == Expectation(10, ENOUGH)
    assert history.expect(2, Severity.MINOR) == Expectation(10, ENOUGH + 2)
    assert history.expect(2, Severity.BLOCKING) == Expectation(10, ENOUGH + 3)
    assert History(known[: ENOUGH - 1]).expect(1, Severity.MINOR) == Expectation(ASSUMED_MINUTES, 0)


@given(st.lists(st.integers(1, 500), min_size=ENOUGH, max_size=60))
def test_what_is_expected_is_half_way(minutes: list[int]) -> None:
    expected = History(work(1, Severity.MAJOR, *minutes)).expect(1, Severity.MAJOR).minutes
    assert expected == sorted(minutes)[(len(minutes) + 1) // 2 - 1]


@pytest.mark.parametrize(
    ("role", "setting", "seen"),
    [
        (Role.REP, Colleagues.NOBODY, {1}),
        (Role.REP, Colleagues.TEAM, {1, 2}),
        (Role.REP, Colleagues.EVERYBODY, {1, 2, 3}),
        (Role.MODERATOR, Colleagues.NOBODY, {1, 2, 3}),
        (Role.ADMIN, Colleagues.NOBODY, {1, 2, 3}),
    ],
)
def test_whose_work_somebody_sees(role: Role, setting: Colleagues, seen: set[int]) -> None:
    viewer = SimpleNamespace(
        id=1, is_authenticated=True, is_staff=True, can=lambda wanted: wanted in GRANTS[role]
    )
    assert seen_by(viewer, setting, staff=[1, 2, 3], team_mates=[1, 2]) == seen


def test_a_history_to_look_at() -> None:
    def at(text: str) -> datetime:
        return datetime.fromisoformat(f"2026-03-{text}:00+01:00").astimezone(UTC)

    history = ThreadHistory(
        asked_at=at("23T08:00"),  # a Monday, an hour before work
        calendar=OFFICE,
        answers=(Said(at("23T11:00"), By.STAFF), Said(at("23T10:30"), By.AMBASSADOR)),
        solutions=(Said(at("23T12:00"), By.STAFF), Said(at("25T10:00"), By.MEMBER)),
        reopened=1,
        reopened_at=at("24T09:00"),
        pauses=((at("24T10:00"), at("24T18:00")),),
        claims=((at("23T10:50"), at("23T11:00")),),
    )
    assert measure(history) == Measured(
        asked_day=date(2026, 3, 23).toordinal(),
        first_by=By.AMBASSADOR,
        first_minutes=90,
        solved_by=By.MEMBER,
        solution_minutes=9 * 60 + 60 + 60,
        was_solved=True,
        reopened=1,
        work_minutes=10,
    )


def test_nothing_that_happens_before_work_takes_any_time() -> None:
    asked = datetime(2026, 3, 28, 10, tzinfo=UTC)  # a Saturday
    dice = Random(5)  # noqa: S311
    for _turn in range(50):
        said = Said(asked + timedelta(minutes=dice.randrange(1, 24 * 60)), By.MEMBER)
        found = measure(ThreadHistory(asked, OFFICE, answers=(said,)))
        assert found.first_minutes == 0
