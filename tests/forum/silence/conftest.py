"""A question that was answered, and a clock that tests set forward."""

import pytest
from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.core.outbox import OutboxMail
from forum.notifications.jobs import tell_people
from forum.silence import jobs
from forum.threads.models import Thread
from tests.factories import Factory


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
