"""Where details are missing: two reminders, then nobody waits, until somebody tells them."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.reactions import actions as reactions
from forum.silence import policy
from forum.threads import actions as threads
from forum.threads.models import Thread, ThreadEvent, ThreadEventKind, ThreadStatus
from tests.factories import Factory
from tests.forum.conftest import Later
from tests.forum.silence.conftest import mails_about, sweep

REMINDED = "still waits for details"


@pytest.fixture
def waiting(make: Factory, thread: Thread) -> Thread:
    """A thread of which the team wants to know more."""
    threads.request_info(make.user(role="rep"), thread.id, "Which version do you use?")
    return thread


def through(later: Later, days: range) -> None:
    """Live through these days, with a sweep at each noon."""
    for day in days:
        later(days=day, hours=2)
        sweep()


def test_two_reminders_go_out_and_after_ten_days_nobody_waits(
    waiting: Thread, asker: User, later: Later
) -> None:
    through(later, range(2))
    assert len(mails_about(asker, REMINDED)) == 0
    through(later, range(2, 5))
    assert len(mails_about(asker, REMINDED)) == 1
    through(later, range(5, 10))
    assert len(mails_about(asker, REMINDED)) == 2
    assert db.session.get_one(Thread, waiting.id).silent_at is None
    through(later, range(10, 20))
    assert len(mails_about(asker, REMINDED)) == 2
    thread = db.session.get_one(Thread, waiting.id)
    assert thread.silent_at is not None
    assert thread.status is ThreadStatus.NEEDS_INFO


def test_a_reminder_shows_what_was_asked(waiting: Thread, asker: User, later: Later) -> None:
    through(later, range(2, 3))
    assert "Which version do you use?" in mails_about(asker, REMINDED)[0].text


def test_after_the_site_was_down_the_last_reminder_gets_its_time(
    waiting: Thread, asker: User, later: Later
) -> None:
    through(later, range(30, 32))
    assert len(mails_about(asker, REMINDED)) == 1
    assert db.session.get_one(Thread, waiting.id).silent_at is None
    through(later, range(35, 37))
    assert db.session.get_one(Thread, waiting.id).silent_at is not None


def test_a_new_request_begins_anew(
    waiting: Thread, make: Factory, asker: User, later: Later
) -> None:
    through(later, range(2, 12))
    threads.request_info(make.user(role="rep"), waiting.id, "And which cable?")
    assert db.session.get_one(Thread, waiting.id).silent_at is None
    later(days=14)
    sweep()
    assert len(mails_about(asker, REMINDED)) == 3


@pytest.mark.parametrize("closed", [False, True])
def test_whoever_has_it_too_brings_it_back(
    waiting: Thread, make: Factory, later: Later, closed: bool
) -> None:
    other = make.user("Frida")
    reactions.have_same(other, waiting.id)
    if closed:
        through(later, range(2, 12))
    threads.post_answer(other, waiting.id, "I use 5.2.1 and it happens to me as well.")
    thread = db.session.get_one(Thread, waiting.id)
    assert thread.silent_at is None
    assert thread.needs_info_at is None
    last = db.session.scalars(select(ThreadEvent).order_by(ThreadEvent.id.desc())).first()
    assert last is not None
    assert (last.kind, last.actor_id) == (ThreadEventKind.RESUMED, other.id)


def test_somebody_without_the_problem_does_not(
    waiting: Thread, make: Factory, later: Later
) -> None:
    through(later, range(2, 12))
    make.answer(waiting, "Try another cable.")
    assert db.session.get_one(Thread, waiting.id).silent_at is not None


def test_the_page_says_so_and_how_to_bring_it_back(
    waiting: Thread, make: Factory, asker: User, later: Later, client: FlaskClient
) -> None:
    through(later, range(2, 12))
    page = client.get(f"/t/{waiting.id}/{waiting.slug}").text
    assert "Closed: the details never came" in page
    assert "have this too" in page
    assert "Write below" in make.signed_in(asker).get(f"/t/{waiting.id}/{waiting.slug}").text


def test_staff_may_open_it_again(waiting: Thread, make: Factory, later: Later) -> None:
    through(later, range(2, 12))
    threads.reopen(make.user(role="rep"), waiting.id, "Others have it")
    thread = db.session.get_one(Thread, waiting.id)
    assert (thread.silent_at, thread.needs_info_at) == (None, None)
    assert thread.status is ThreadStatus.WAITING


def test_the_numbers_stand_in_one_place() -> None:
    assert [after.days for after in policy.REMIND_AFTER] == [2, 5]
    assert policy.CLOSE_AFTER.days == 10
    assert (policy.ASK_AFTER.days, policy.REST_AFTER.days) == (2, 7)
