"""What the clocks of a thread show, without a database."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.threads.models import Severity
from moderation.teams.promises import DEFAULT, due
from moderation.watchlist import clocks
from moderation.watchlist.clocks import Facts, Pause, PauseReason, Reading, StartCause, StopReason
from tests.moderation.teams.test_business_time import at

ASKED = Facts(asked_at=at("2026-03-25 10:00"), severity=Severity.MAJOR)
MINUTE = timedelta(minutes=1)


def read(**facts: object) -> Reading:
    """The reading of a major question of Wednesday morning to which this happened."""
    reading = clocks.read(replace(ASKED, **facts), DEFAULT)  # type: ignore[arg-type]
    assert reading is not None
    return reading


def test_a_new_question_runs_from_when_it_was_asked() -> None:
    reading = read()
    assert (reading.started_at, reading.cause) == (ASKED.asked_at, StartCause.ASKED)
    assert reading.due.community_ends_at == at("2026-03-25 14:00")
    assert reading.due_at == reading.due.first_due_at == at("2026-03-26 13:00")
    assert reading.due.resolution_due_at == at("2026-03-27 14:00")
    assert reading.stopped_at is None


def test_ideas_and_feedback_have_no_clock() -> None:
    assert clocks.read(replace(ASKED, wants_answer=False), DEFAULT) is None


def test_after_the_teams_first_answer_the_solution_is_due() -> None:
    answered = at("2026-03-25 11:00"), at("2026-03-25 12:00")
    reading = read(staff_answers=answered)
    assert (reading.first_stopped_at, reading.first_stop) == (answered[0], StopReason.ANSWERED)
    assert reading.stopped_at is None
    assert reading.due_at == at("2026-03-27 14:00")


def test_what_an_ambassador_confirms_is_a_first_answer_but_no_solution() -> None:
    helped = at("2026-03-25 11:00")
    reading = read(member_answers=(helped,), confirmations=(helped,))
    assert reading.first_stop is StopReason.CONFIRMED
    assert (reading.resolved_at, reading.stopped_at) == (None, None)


def test_a_solution_stops_everything() -> None:
    solved = at("2026-03-25 12:00")
    reading = read(member_answers=(at("2026-03-25 11:00"),), solutions=(solved,))
    assert (reading.first_stopped_at, reading.resolved_at) == (solved, solved)
    assert (reading.stopped_at, reading.stop_reason) == (solved, StopReason.CONFIRMED)


def test_only_the_first_answer_of_members_defers() -> None:
    once = read(member_answers=(at("2026-03-25 11:00"),))
    often = read(member_answers=(at("2026-03-25 11:00"), at("2026-03-25 12:00")))
    assert once == often
    assert once.due_at == at("2026-03-26 18:00")


def test_reopening_starts_everything_anew_and_what_came_before_does_not_count() -> None:
    reopened = at("2026-03-30 10:00")
    reading = read(
        staff_answers=(at("2026-03-25 11:00"),),
        member_answers=(at("2026-03-25 10:30"),),
        solutions=(at("2026-03-25 11:30"),),
        reopened_at=reopened,
    )
    assert (reading.started_at, reading.cause) == (reopened, StartCause.REOPENED)
    assert (reading.first_stopped_at, reading.resolved_at, reading.stopped_at) == (None,) * 3
    assert reading.due == due(DEFAULT, reopened, Severity.MAJOR)


def test_it_stands_while_details_are_missing_and_runs_on_with_what_was_left() -> None:
    asked_back, told = at("2026-03-25 11:00"), at("2026-03-27 09:30")
    waiting = read(pauses=(Pause(PauseReason.NEEDS_INFO, asked_back),))
    running = read(pauses=(Pause(PauseReason.NEEDS_INFO, asked_back, told),))
    assert (waiting.stopped_at, waiting.stop_reason) == (asked_back, StopReason.NEEDS_INFO)
    assert (running.stopped_at, running.cause) == (None, StartCause.TOLD)
    assert running.started_at == ASKED.asked_at
    # one of twelve hours had passed; eight and a half are left of Friday
    assert running.due_at == at("2026-03-30 11:30")


def test_an_incident_pauses_it_too() -> None:
    began = at("2026-03-25 11:00")
    reading = read(pauses=(Pause(PauseReason.INCIDENT, began),))
    assert (reading.stopped_at, reading.stop_reason) == (began, StopReason.INCIDENT)
    over = read(pauses=(Pause(PauseReason.INCIDENT, began, at("2026-03-25 13:00")),))
    assert over.cause is StartCause.ASKED
    assert over.due_at == at("2026-03-26 15:00")


def test_a_pause_saves_nobody_who_was_late_before_it_began() -> None:
    late = Pause(PauseReason.NEEDS_INFO, at("2026-03-26 14:00"), at("2026-03-30 09:00"))
    assert read(pauses=(late,)).due.first_due_at == read().due.first_due_at


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("gone_at", StopReason.GONE),
        ("closed_at", StopReason.CLOSED),
        ("elsewhere_at", StopReason.ELSEWHERE),
        ("silent_at", StopReason.SILENT),
    ],
)
def test_what_takes_a_thread_off_the_desk_stops_it(field: str, reason: StopReason) -> None:
    paused = Pause(PauseReason.NEEDS_INFO, at("2026-03-25 10:30"))
    reading = read(**{field: at("2026-03-25 11:00")}, pauses=(paused,))
    assert (reading.stopped_at, reading.stop_reason) == (at("2026-03-25 11:00"), reason)


def history(dice: Random) -> Facts:
    """A thread to which some things happened, at some minutes of two weeks."""

    def moments(most: int) -> tuple[object, ...]:
        number = dice.randint(0, most)
        return tuple(ASKED.asked_at + dice.randrange(20_000) * MINUTE for _turn in range(number))

    def perhaps() -> object:
        return next(iter(moments(1)), None)

    pauses = []
    for began in moments(2):
        ended = began + dice.randrange(5000) * MINUTE if dice.random() < 0.7 else None  # type: ignore[operator]
        pauses.append(Pause(dice.choice(list(PauseReason)), began, ended))  # type: ignore[arg-type]
    return replace(
        ASKED,
        severity=dice.choice(list(Severity)),
        staff_only=dice.random() < 0.2,
        reopened_at=perhaps(),  # type: ignore[arg-type]
        member_answers=moments(3),  # type: ignore[arg-type]
        staff_answers=moments(2),  # type: ignore[arg-type]
        confirmations=moments(2),  # type: ignore[arg-type]
        solutions=moments(1),  # type: ignore[arg-type]
        pauses=tuple(pauses),
        silent_at=perhaps() if dice.random() < 0.2 else None,  # type: ignore[arg-type]
        closed_at=perhaps() if dice.random() < 0.2 else None,  # type: ignore[arg-type]
    )


@settings(max_examples=200)
@given(st.integers(0, 2**32 - 1).map(Random))
def test_whatever_happens_the_clocks_make_sense(dice: Random) -> None:
    for _turn in range(10):
        facts = history(dice)
        reading = clocks.read(facts, DEFAULT)
        assert reading is not None
        assert ASKED.asked_at <= reading.started_at <= reading.due.first_due_at
        assert reading.due.first_due_at <= reading.due.resolution_due_at
        assert (reading.stopped_at is None) == (reading.stop_reason is None)
        assert (reading.first_stopped_at is None) == (reading.first_stop is None)
        if reading.resolved_at is not None:
            assert reading.first_stopped_at is not None
            assert reading.started_at <= reading.first_stopped_at <= reading.resolved_at
            assert reading.stopped_at is not None
        if reading.due.community_ends_at is not None:
            assert facts.severity not in {Severity.BLOCKING, Severity.CRITICAL}
            assert not facts.staff_only
            assert reading.started_at <= reading.due.community_ends_at <= reading.due.first_due_at
