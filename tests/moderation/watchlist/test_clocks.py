"""What a clock shows, without a database; the worked examples of docs/desk.md are held to it."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.threads.models import Severity
from moderation.watchlist import business_time, clocks
from moderation.watchlist.clocks import Facts, StartCause, StopReason
from tests.moderation.watchlist.test_business_time import at, moments

WORST_FIRST = [
    Severity.BLOCKING,
    Severity.CRITICAL,
    Severity.MAJOR,
    Severity.MINOR,
    Severity.TRIVIAL,
]
HOUR = timedelta(hours=1)
ASKED = Facts(asked_at=at("2026-03-25 10:00"), severity=Severity.MAJOR)


def examples() -> list[tuple[str, str, str]]:
    """Severity, when asked, when due: the table in docs/desk.md."""
    text = (Path(__file__).parents[3] / "docs" / "desk.md").read_text()
    row = re.compile(
        r"^\| (\w+) \| \w{3} (\d{4}-\d\d-\d\d \d\d:\d\d) \| \w{3} (\d{4}-\d\d-\d\d \d\d:\d\d) \|",
        re.MULTILINE,
    )
    return row.findall(text)


@pytest.mark.parametrize(("severity", "asked", "due"), examples())
def test_the_worked_examples_are_right(severity: str, asked: str, due: str) -> None:
    assert clocks.due_at(at(asked), Severity(severity)) == at(due)


def test_every_severity_has_a_worked_example() -> None:
    assert {severity for severity, _asked, _due in examples()} == {one.value for one in Severity}


@given(moments, st.booleans(), st.booleans())
def test_worse_is_due_sooner(asked: datetime, staff_only: bool, deferred: bool) -> None:
    due = [clocks.due_at(asked, severity, staff_only, deferred) for severity in WORST_FIRST]
    assert due == sorted(due)
    assert due[0] >= asked


@given(moments, st.sampled_from(Severity))
def test_only_what_can_wait_leaves_the_community_its_hours(
    asked: datetime, severity: Severity
) -> None:
    public, inside = clocks.due_at(asked, severity), clocks.due_at(asked, severity, staff_only=True)
    window = business_time.between(inside, public)
    blocked = severity in {Severity.BLOCKING, Severity.CRITICAL}
    assert window == (timedelta(0) if blocked else 4 * HOUR)


@given(moments, st.sampled_from(Severity))
def test_a_members_answer_gives_eight_hours_more(asked: datetime, severity: Severity) -> None:
    plain, deferred = clocks.due_at(asked, severity), clocks.due_at(asked, severity, deferred=True)
    assert business_time.between(plain, deferred) == 8 * HOUR


def test_a_new_question_runs_from_when_it_was_asked() -> None:
    reading = clocks.read(ASKED)
    assert reading is not None
    assert (reading.started_at, reading.cause) == (ASKED.asked_at, StartCause.ASKED)
    assert reading.due_at == at("2026-03-26 13:00")
    assert reading.stopped_at is None


def test_ideas_and_feedback_have_no_clock() -> None:
    assert clocks.read(replace(ASKED, wants_answer=False)) is None


def test_the_teams_first_answer_stops_it() -> None:
    answered = at("2026-03-25 11:00"), at("2026-03-25 12:00")
    reading = clocks.read(replace(ASKED, staff_answers=answered))
    assert reading is not None
    assert (reading.stopped_at, reading.stop_reason) == (answered[0], StopReason.ANSWERED)


def test_only_the_first_answer_of_members_defers_it() -> None:
    once = clocks.read(replace(ASKED, peer_answers=(at("2026-03-25 11:00"),)))
    many = (at("2026-03-25 11:00"), at("2026-03-25 12:00"), at("2026-03-26 12:00"))
    often = clocks.read(replace(ASKED, peer_answers=many))
    assert once is not None
    assert once == often
    assert once.due_at == at("2026-03-27 12:00")


def test_a_confirmed_answer_stops_it_whoever_gave_it() -> None:
    facts = replace(
        ASKED,
        peer_answers=(at("2026-03-25 11:00"),),
        confirmations=(at("2026-03-25 12:00"),),
    )
    reading = clocks.read(facts)
    assert reading is not None
    assert reading.stop_reason is StopReason.CONFIRMED


def test_reopening_starts_it_anew_and_what_came_before_does_not_count() -> None:
    reopened = at("2026-03-30 10:00")
    facts = replace(
        ASKED,
        staff_answers=(at("2026-03-25 11:00"),),
        peer_answers=(at("2026-03-25 10:30"),),
        reopened_at=reopened,
    )
    reading = clocks.read(facts)
    assert reading is not None
    assert (reading.started_at, reading.cause) == (reopened, StartCause.REOPENED)
    assert reading.stopped_at is None
    assert reading.deferred_at is None
    assert reading.due_at == clocks.due_at(reopened, Severity.MAJOR)


def test_it_stands_while_the_asker_owes_details_and_runs_anew_once_they_come() -> None:
    asked_back, told = at("2026-03-25 11:00"), at("2026-03-27 09:30")
    waiting = clocks.read(replace(ASKED, needs_info_at=asked_back))
    running = clocks.read(replace(ASKED, told_at=told))
    assert waiting is not None
    assert running is not None
    assert (waiting.stopped_at, waiting.stop_reason) == (asked_back, StopReason.NEEDS_INFO)
    assert (running.started_at, running.cause) == (told, StartCause.TOLD)


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("gone_at", StopReason.GONE),
        ("closed_at", StopReason.CLOSED),
        ("elsewhere_at", StopReason.ELSEWHERE),
    ],
)
def test_what_takes_a_thread_off_the_desk_stops_it(field: str, reason: StopReason) -> None:
    facts = replace(ASKED)
    facts = replace(facts, **{field: at("2026-03-25 11:00")})  # type: ignore[arg-type]
    reading = clocks.read(facts)
    assert reading is not None
    assert reading.stop_reason is reason
