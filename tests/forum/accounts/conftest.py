"""What the tests of accounts share: people with passwords, mail, and a clock to turn."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask_security.utils import hash_password
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.core.outbox import OutboxMail
from tests.factories import PASSWORD, Factory


@pytest.fixture
def wanda(app: Flask, make: Factory) -> User:
    """A member who signs in with the password of the tests."""
    return make.user("Wanda K", email="wanda@example.com", password=hash_password(PASSWORD))


@pytest.fixture
def turn_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Make it later for everything that asks our clock."""
    real = clock.now
    passed = timedelta()

    def turn(by: timedelta) -> None:
        nonlocal passed
        passed += by
        later: Callable[[], datetime] = lambda: real() + passed  # noqa: E731
        monkeypatch.setattr(clock, "now", later)

    return turn


def mails_to(address: str) -> list[OutboxMail]:
    """What waits in the outbox for an address, oldest first."""
    rows = select(OutboxMail).where(OutboxMail.recipient == address).order_by(OutboxMail.id)
    return list(db.session.scalars(rows))


def link_in(mail: OutboxMail) -> str:
    """The path of the first link in a mail."""
    found = re.search(r"http://127\.0\.0\.1:\d+(/\S+)", mail.text)
    assert found, mail.text
    return found.group(1)
