"""A receiver on this machine, allowed for these tests, and a webhook that leads to it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from forum.accounts.models import User
from forum.core.db import db
from moderation.webhooks import actions
from moderation.webhooks.kinds import CHOSEN
from moderation.webhooks.models import WebhookDelivery, WebhookEndpoint
from tests.factories import Factory
from tests.moderation.webhooks.receiver import Receiver, receiving


@pytest.fixture
def receiver(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """A program that is told; its network is allowed."""
    allowed = replace(app.config["THREADWELL"], webhooks_private=True)
    monkeypatch.setitem(app.config, "THREADWELL", allowed)
    with receiving() as server:
        yield server


@pytest.fixture
def admin(make: Factory) -> User:
    """Who looks after webhooks."""
    return make.user("Ada Min", role="admin")


@pytest.fixture
def hook(receiver: Receiver, admin: User) -> WebhookEndpoint:
    """A webhook that wants everything."""
    return actions.create(admin, receiver.url, frozenset(CHOSEN))


def the_delivery() -> WebhookDelivery:
    """The only one there is, as it stands now."""
    db.session.expire_all()
    return db.session.query(WebhookDelivery).one()
