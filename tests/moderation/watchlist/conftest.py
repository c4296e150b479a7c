"""Who works on the watchlist, and on what."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from forum.accounts.models import User
from forum.categories.queries import products
from forum.core import clock
from forum.threads.models import Thread
from moderation.duplicates.queries import waiting_count
from moderation.handling.queries import names_to_ask
from moderation.saved.queries import counted
from moderation.teams.catalogue import main_calendar
from tests.factories import Factory

DAY = timedelta(days=1)


@pytest.fixture
def rep(make: Factory) -> User:
    """Who works here."""
    return make.user("Dana Whitlock", role="rep")


@pytest.fixture
def desk(make: Factory, rep: User) -> FlaskClient:
    """Dana's browser."""
    waiting_count(rep)  # the desk asks for these once in a while: no page of a test pays for them
    products()
    main_calendar()
    names_to_ask()
    counted(rep)
    return make.signed_in(rep)


@pytest.fixture
def thread(make: Factory) -> Thread:
    """A question that is overdue."""
    return make.thread("No sound after waking", at=clock.now() - 9 * DAY)
