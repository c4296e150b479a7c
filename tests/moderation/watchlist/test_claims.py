"""Claims and notes: one rep at a time, for a while, with a name to ask."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.core.db import db
from forum.core.errors import NotFound, Refused
from forum.threads.models import Thread
from moderation.watchlist import actions
from moderation.watchlist.actions import CLAIM_LASTS
from moderation.watchlist.models import Claim, Note
from tests.factories import Factory
from tests.moderation.teams.test_business_time import at

NOW = at("2026-03-25 10:00")
MINUTE = timedelta(minutes=1)
ROUNDS = 200


@pytest.fixture
def thread(make: Factory, it_is: Callable[[datetime], None]) -> Thread:
    """A question asked right now."""
    it_is(NOW)
    return make.thread()


@pytest.fixture
def rep(make: Factory) -> User:
    """Who works here."""
    return make.user("Dana Whitlock", role="rep")


def held_by(thread: Thread) -> list[int]:
    """Ids of those whose claim is not released."""
    held = select(Claim.user_id).where(Claim.thread_id == thread.id, Claim.released_at.is_(None))
    return list(db.session.scalars(held))


def test_a_claim_lasts_twenty_minutes(thread: Thread, rep: User) -> None:
    assert actions.claim(rep, thread.id).expires_at == NOW + 20 * MINUTE
    assert held_by(thread) == [rep.id]


def test_claiming_again_begins_the_time_anew(
    thread: Thread, rep: User, it_is: Callable[[datetime], None]
) -> None:
    actions.claim(rep, thread.id)
    it_is(NOW + 15 * MINUTE)
    assert actions.claim(rep, thread.id).expires_at == NOW + 35 * MINUTE
    assert held_by(thread) == [rep.id]


def test_somebody_elses_claim_is_refused_by_name_and_time(
    make: Factory, thread: Thread, rep: User
) -> None:
    actions.claim(rep, thread.id)
    with pytest.raises(Refused, match=r"Dana Whitlock.*10:20") as refusal:
        actions.claim(make.user(role="rep"), thread.id)
    assert refusal.value.what_to_do
    assert held_by(thread) == [rep.id]


def test_a_claim_that_ran_out_is_taken_over(
    make: Factory, thread: Thread, rep: User, it_is: Callable[[datetime], None]
) -> None:
    actions.claim(rep, thread.id)
    it_is(NOW + CLAIM_LASTS)
    other = make.user(role="rep")
    actions.claim(other, thread.id)
    assert held_by(thread) == [other.id]
    with pytest.raises(Refused):
        actions.renew(rep, thread.id)


def test_typing_keeps_ones_claim_even_just_after_it_ran_out(
    thread: Thread, rep: User, it_is: Callable[[datetime], None]
) -> None:
    actions.claim(rep, thread.id)
    it_is(NOW + 25 * MINUTE)
    assert actions.renew(rep, thread.id).expires_at == NOW + 45 * MINUTE


def test_typing_claims_nothing_by_itself(thread: Thread, rep: User) -> None:
    with pytest.raises(Refused):
        actions.renew(rep, thread.id)
    assert held_by(thread) == []


def test_giving_back_frees_it_and_only_ones_own(make: Factory, thread: Thread, rep: User) -> None:
    actions.claim(rep, thread.id)
    actions.release(make.user(role="rep"), thread.id)
    assert held_by(thread) == [rep.id]
    actions.release(rep, thread.id)
    assert held_by(thread) == []


def test_a_note_and_an_answer_keep_ones_claim(
    thread: Thread, rep: User, it_is: Callable[[datetime], None]
) -> None:
    actions.claim(rep, thread.id)
    it_is(NOW + 10 * MINUTE)
    actions.add_note(rep, thread.id, "Seen this **before**.")
    assert actions.claim(rep, thread.id).expires_at == NOW + 30 * MINUTE
    it_is(NOW + 20 * MINUTE)
    actions.answer(rep, thread.id, "Restart it.")
    kept = db.session.scalars(select(Claim.expires_at)).one()
    assert kept == NOW + 40 * MINUTE


def test_a_note_is_rendered_and_signed(thread: Thread, rep: User) -> None:
    note = actions.add_note(rep, thread.id, "Seen this **before**.")
    assert "<strong>before</strong>" in note.html
    assert db.session.get_one(Note, note.id).author_id == rep.id


def test_answering_twice_with_one_press_answers_once(thread: Thread, rep: User) -> None:
    first = actions.answer(rep, thread.id, "Restart it.", official=True, submission_key="k")
    again = actions.answer(rep, thread.id, "Restart it.", official=True, submission_key="k")
    assert first.id == again.id
    now = db.session.get_one(Thread, thread.id, populate_existing=True)
    assert (now.answer_count, now.official_post_id) == (1, first.id)


@pytest.mark.parametrize("role", ["new", "member", "ambassador"])
def test_for_everyone_else_there_is_nothing_to_claim(
    make: Factory, thread: Thread, role: str
) -> None:
    somebody = make.user(role=role)
    for act in (actions.claim, actions.renew, actions.release):
        with pytest.raises(NotFound):
            act(somebody, thread.id)
    with pytest.raises(NotFound):
        actions.add_note(somebody, thread.id, "x")
    with pytest.raises(NotFound):
        actions.answer(somebody, thread.id, "x")


def test_two_at_once_and_exactly_one_gets_it(app: Flask, make: Factory) -> None:
    reps = [make.user(role="rep").id, make.user(role="rep").id]
    for _round in range(ROUNDS):
        thread_id = make.thread().id
        db.session.commit()
        gate, outcomes = threading.Barrier(2), []
        workers = [
            threading.Thread(target=_try_to_claim, args=(app, who, thread_id, gate, outcomes))
            for who in reps
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert sorted(outcomes) == ["claimed", "refused"]
    held = select(func.count()).select_from(Claim).where(Claim.released_at.is_(None))
    assert db.session.scalar(held) == ROUNDS


def _try_to_claim(
    app: Flask, rep_id: int, thread_id: int, gate: threading.Barrier, outcomes: list[str]
) -> None:
    with app.app_context():
        rep = db.session.get_one(User, rep_id)
        db.session.commit()
        gate.wait()
        try:
            actions.claim(rep, thread_id)
            outcomes.append("claimed")
        except Refused:
            outcomes.append("refused")
        finally:
            db.session.remove()
