"""A question that was answered, and a clock that tests set forward."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.core.outbox import OutboxMail
from forum.notifications.jobs import tell_people
from forum.silence import jobs
from forum.threads.models import Thread
from tests.factories import Factory

Later = Callable[..., None]
START = datetime.fromisoformat("2026-03-02T10:00:00+00:00")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Sets the clock: ``later(days=2)`` after the start of the test."""

    def set_forward(**passed: float) -> None:
        moment = START + timedelta(**passed)
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_forward()
    return set_forward


@pytest.fixture
def asker(later: Later, make: Factory) -> User:
    """Somebody with a problem."""
    return make.user("Wanda K", language="en")


@pytest.fixture
def thread(make: Factory, asker: User) -> Thread:
    """What they asked."""
    return make.thread("The hub falls off the Wi-Fi", author=asker)


def sweep() -> None:
    """Everything that is due now, as the worker does it."""
    jobs.ask_silent_askers()
    jobs.let_silent_threads_rest()
    jobs.remind_of_details()
    tell_people()


def mails_to(person: User) -> list[OutboxMail]:
    """What waits for somebody in the outbox, oldest first."""
    found = select(OutboxMail).where(OutboxMail.user_id == person.id).order_by(OutboxMail.id)
    return list(db.session.scalars(found))


def mails_about(person: User, words: str) -> list[OutboxMail]:
    """The mails whose subject says this."""
    return [mail for mail in mails_to(person) if words in mail.subject]
