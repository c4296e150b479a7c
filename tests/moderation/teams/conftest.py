"""Who looks after teams, calendars and policies."""

import pytest
from flask.testing import FlaskClient

from forum.accounts.models import User
from tests.factories import Factory


@pytest.fixture
def admin(make: Factory) -> User:
    """Who looks after the site."""
    return make.user("Ada Admin", role="admin")


@pytest.fixture
def desk(make: Factory, admin: User) -> FlaskClient:
    """Ada's browser."""
    return make.signed_in(admin)
