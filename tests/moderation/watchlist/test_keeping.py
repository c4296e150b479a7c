"""The stored clock follows what happens in a thread."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.threads import actions
from forum.threads.models import MarkKind, Severity, Thread
from forum.threads.queries import question_of
from moderation.watchlist import keeping
from moderation.watchlist.clocks import PauseReason, StartCause, StopReason
from moderation.watchlist.keeping import FORGOTTEN_AFTER, rebuild
from moderation.watchlist.models import ClockPause, ThreadClock
from tests.factories import Factory
from tests.moderation.conftest import StatementCounter
from tests.moderation.teams.test_business_time import at

Now = Callable[[datetime], None]
ASKED = at("2026-03-25 10:00")
LATER = at("2026-03-26 10:00")


@pytest.fixture
def thread(make: Factory, it_is: Now) -> Thread:
    """A minor question of Wednesday morning; it is Thursday morning now."""
    it_is(LATER)
    return make.thread(at=ASKED)


def clock_of(thread: Thread) -> ThreadClock:
    """The stored clock, as it stands in the database."""
    row = db.session.get(ThreadClock, thread.id, populate_existing=True)
    assert row is not None
    return row


def test_a_question_gets_a_clock_and_an_idea_none(make: Factory, thread: Thread) -> None:
    idea = make.thread(type="idea")
    assert clock_of(thread).due_at == at("2026-03-26 14:00")
    assert db.session.get(ThreadClock, idea.id) is None


def test_a_member_defers_it_and_after_the_team_the_solution_is_due(
    make: Factory, thread: Thread
) -> None:
    make.answer(thread, at=at("2026-03-25 12:00"))
    row = clock_of(thread)
    assert row.community_ends_at == row.deferred_at == at("2026-03-25 12:00")
    assert row.due_at == row.first_due_at == at("2026-03-27 11:00")
    make.answer(thread, author=make.user(role="rep"))
    row = clock_of(thread)
    assert (row.first_stopped_at, row.first_stop_reason) == (LATER, StopReason.ANSWERED)
    assert row.stopped_at is None
    assert row.due_at == row.resolution_due_at


def test_same_here_is_no_answer_nor_is_a_comment(make: Factory, thread: Thread) -> None:
    before = clock_of(thread).due_at
    make.answer(thread, "Same here!")
    actions.comment(make.user(role="rep"), question_id(thread), "We are looking.")
    assert clock_of(thread).due_at == before
    assert clock_of(thread).first_stopped_at is None


def test_staff_who_ask_do_not_answer_themselves(make: Factory, it_is: Now) -> None:
    it_is(LATER)
    rep = make.user(role="rep")
    own = make.thread(author=rep, at=ASKED)
    make.answer(own, "Still so.", author=rep)
    assert clock_of(own).first_stopped_at is None


def test_what_the_asker_adds_defers_nothing(make: Factory, thread: Thread) -> None:
    asker = thread_author(thread)
    make.answer(thread, "Still red this morning.", author=asker)
    assert clock_of(thread).deferred_at is None


def test_confirming_stops_it_and_reopening_starts_it_anew(make: Factory, thread: Thread) -> None:
    answer = make.answer(thread, at=ASKED)
    actions.mark(thread_author(thread), answer.id, MarkKind.ACCEPTED, at=ASKED)
    assert clock_of(thread).stop_reason is StopReason.CONFIRMED
    actions.reopen(thread_author(thread), thread.id, "Happens again")
    row = clock_of(thread)
    assert (row.started_at, row.cause) == (LATER, StartCause.REOPENED)
    assert row.stopped_at is None


def test_asking_for_details_pauses_it_and_the_reply_lets_it_run_on(
    make: Factory, thread: Thread, it_is: Now
) -> None:
    actions.request_info(make.user(role="rep"), thread.id, "Which router?")
    assert clock_of(thread).stop_reason is StopReason.NEEDS_INFO
    it_is(at("2026-03-27 09:30"))
    make.answer(thread, "An old one.", author=thread_author(thread))
    row = clock_of(thread)
    assert (row.started_at, row.cause) == (ASKED, StartCause.TOLD)
    assert row.stopped_at is None
    assert row.due_at == at("2026-03-27 13:30")  # four hours were left of thirteen
    pauses = db.session.scalars(select(ClockPause)).all()
    assert [(one.began_at, one.ended_at) for one in pauses] == [(LATER, at("2026-03-27 09:30"))]


def test_two_requests_in_a_row_are_one_wait(make: Factory, thread: Thread, it_is: Now) -> None:
    rep = make.user(role="rep")
    actions.request_info(rep, thread.id, "Which router?")
    it_is(at("2026-03-26 11:00"))
    actions.request_info(rep, thread.id, "And which version?")
    it_is(at("2026-03-26 12:00"))
    actions.comment(thread_author(thread), question_id(thread), "An old one, 5.2.")
    rebuild([thread.id])
    pauses = db.session.scalars(select(ClockPause).order_by(ClockPause.began_at)).all()
    ends = [at("2026-03-26 11:00"), at("2026-03-26 12:00")]
    assert [one.ended_at for one in pauses] == ends
    assert clock_of(thread).due_at == at("2026-03-26 16:00")


def test_an_incident_pauses_it_until_it_is_over(thread: Thread, it_is: Now) -> None:
    keeping.pause(thread.id, PauseReason.INCIDENT)
    keeping.pause(thread.id, PauseReason.INCIDENT)
    assert clock_of(thread).stop_reason is StopReason.INCIDENT
    it_is(at("2026-03-26 15:00"))
    keeping.resume(thread.id, PauseReason.INCIDENT)
    keeping.resume(thread.id, PauseReason.INCIDENT)
    rebuild([thread.id])
    assert clock_of(thread).stopped_at is None
    assert clock_of(thread).due_at == at("2026-03-27 10:00")  # five hours later


def test_an_event_costs_a_handful_of_statements(
    make: Factory, thread: Thread, statements: StatementCounter
) -> None:
    make.answer(thread)
    with statements() as sent:
        rebuild([thread.id])
    assert len(sent) <= 8


def test_severity_counts_again_from_the_beginning(make: Factory, thread: Thread) -> None:
    actions.set_severity(make.user(role="rep"), thread.id, Severity.BLOCKING)
    assert clock_of(thread).due_at == at("2026-03-25 11:00")


def test_without_its_only_answer_a_thread_waits_again(make: Factory, thread: Thread) -> None:
    rep = make.user(role="rep")
    answer = make.answer(thread, author=rep)
    actions.delete_post(rep, answer.id)
    row = clock_of(thread)
    assert row.stopped_at is None
    assert row.due_at == at("2026-03-26 14:00")


def test_locking_stops_it_and_unlocking_lets_it_run_on(make: Factory, thread: Thread) -> None:
    rep = make.user(role="rep")
    actions.lock(rep, thread.id)
    assert clock_of(thread).stop_reason is StopReason.CLOSED
    actions.unlock(rep, thread.id)
    assert clock_of(thread).stopped_at is None


def test_what_nobody_sees_any_more_is_not_waited_for(make: Factory, thread: Thread) -> None:
    actions.delete_post(make.user(role="moderator"), question_id(thread))
    assert clock_of(thread).stop_reason is StopReason.GONE


def test_an_act_that_fails_leaves_the_clock_alone(
    make: Factory, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_thread: Thread) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("moderation.watchlist.keeping._is_worth_a_clock", fail)
    db.session.delete(clock_of(thread))
    db.session.commit()
    before = thread.answer_count
    with pytest.raises(RuntimeError):
        make.answer(thread)
    assert db.session.get_one(Thread, thread.id, populate_existing=True).answer_count == before


def test_rebuilding_says_what_the_listeners_said(make: Factory, thread: Thread) -> None:
    make.answer(thread)
    kept = clock_of(thread)
    said = (kept.started_at, kept.due_at, kept.deferred_at, kept.stopped_at)
    db.session.delete(kept)
    db.session.commit()
    rebuild([thread.id])
    rebuild([thread.id])
    row = clock_of(thread)
    assert (row.started_at, row.due_at, row.deferred_at, row.stopped_at) == said


def test_an_old_import_is_not_overdue_at_once(make: Factory, it_is: Now) -> None:
    it_is(LATER)
    old = make.thread(at=LATER - FORGOTTEN_AFTER - timedelta(days=1))
    young = make.thread(at=LATER - FORGOTTEN_AFTER + timedelta(days=1))
    answered = make.thread(at=ASKED)
    make.answer(answered, author=make.user(role="rep"))
    for row in db.session.query(ThreadClock):
        db.session.delete(row)
    db.session.commit()
    rebuild([old.id, young.id, answered.id])
    assert db.session.get(ThreadClock, old.id) is None
    assert db.session.get(ThreadClock, answered.id) is None
    assert clock_of(young).stopped_at is None


def thread_author(thread: Thread) -> User:
    """Who asked."""
    return db.session.get_one(User, thread.author_id)


def question_id(thread: Thread) -> int:
    """The post that holds the question."""
    return question_of(thread.id).id
