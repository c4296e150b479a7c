"""The clock of the machine jumps a day and comes back: nothing lives for ever, little expires."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security.utils import hash_password
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock, jobs
from forum.core.db import db, transactional
from forum.core.outbox import BACKOFF, OutboxMail, queue_mail, send_due_mail
from forum.finding import stale
from forum.finding.jobs import refresh_index
from tests.browser import post
from tests.factories import PASSWORD, Factory
from tests.forum.accounts.conftest import link_in, mails_to

DAY = timedelta(days=1)
Set = Callable[[timedelta], None]


@pytest.fixture
def clock_is_off_by(monkeypatch: pytest.MonkeyPatch) -> Set:
    """Sets the clock that the site and its libraries read off by so much."""
    now, seconds = clock.now, time.time

    def set_off(by: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: now() + by)
        monkeypatch.setattr(time, "time", lambda: seconds() + by.total_seconds())

    return set_off


@pytest.fixture
def wanda(make: Factory) -> User:
    """A member who signs in with the password of the tests."""
    return make.user("Wanda K", email="wanda@example.com", password=hash_password(PASSWORD))


def is_in(client: FlaskClient) -> bool:
    return client.get("/settings").status_code == 200


def came_in(app: Flask) -> FlaskClient:
    """A browser in which Wanda chose to stay signed in."""
    client = app.test_client()
    post(client, "/login", email="wanda@example.com", password=PASSWORD, remember="y")
    assert is_in(client)
    return client


def test_who_is_signed_in_stays_so_wherever_the_clock_goes(
    app: Flask, wanda: User, clock_is_off_by: Set
) -> None:
    before = came_in(app)
    for jump in (DAY, timedelta(0), -DAY, timedelta(0)):
        clock_is_off_by(jump)
        assert is_in(before), jump
    clock_is_off_by(DAY)
    meanwhile = came_in(app)
    clock_is_off_by(timedelta(0))
    assert is_in(meanwhile)
    clock_is_off_by(timedelta(days=33))
    assert not is_in(before)
    assert not is_in(meanwhile), "and none lives for ever"


def test_a_link_from_the_future_ends_no_later_than_others(
    client: FlaskClient, wanda: User, clock_is_off_by: Set
) -> None:
    clock_is_off_by(DAY)
    post(client, "/reset", email="wanda@example.com")
    link = link_in(mails_to("wanda@example.com")[0])
    clock_is_off_by(2 * DAY + timedelta(minutes=1))
    assert client.get(link).status_code != 200
    clock_is_off_by(timedelta(0))
    post(client, "/reset", email="wanda@example.com")
    again = link_in(mails_to("wanda@example.com")[-1])
    assert client.get(again).status_code == 200, "and another can be had at once"


def test_who_guessed_in_the_future_is_not_locked_out_for_a_day(
    client: FlaskClient, wanda: User, clock_is_off_by: Set
) -> None:
    clock_is_off_by(DAY)
    statuses = set()
    for _try in range(11):
        said = post(client, "/login", email="wanda@example.com", password="a guess")
        statuses.add(said.status_code)
    assert 429 in statuses
    clock_is_off_by(timedelta(0))
    assert post(client, "/login", email="wanda@example.com", password=PASSWORD).status_code == 302


def test_work_that_was_taken_or_put_off_in_the_future_is_done_now(
    app: Flask, make: Factory, monkeypatch: pytest.MonkeyPatch, clock_is_off_by: Set
) -> None:
    class Dead:
        def send(self, message: object) -> None:
            raise OSError("nobody there")

    working = app.extensions["mail_transport"]
    monkeypatch.setitem(app.extensions, "mail_transport", Dead())
    make.thread("The doorbell rings twice")
    transactional(queue_mail)("test:1", "a@example.com", "Put off", "Text")
    clock_is_off_by(DAY)
    assert stale.claim(), "taken by a worker that is never heard of again"
    send_due_mail()
    monkeypatch.setitem(app.extensions, "mail_transport", working)
    clock_is_off_by(timedelta(0))
    db.session.commit()
    refresh_index()
    assert stale.waiting_count() == 0
    jobs.run_due(app)
    db.session.rollback()
    mail = db.session.scalars(select(OutboxMail)).one()
    assert mail.sent_at is not None
    assert BACKOFF[-1] < DAY
