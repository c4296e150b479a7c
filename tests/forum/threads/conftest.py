"""Two questions that ask the same, and who may make one of them."""

import pytest

from forum.accounts.models import User
from forum.threads.models import Thread
from tests.factories import Factory


@pytest.fixture
def boss(make: Factory) -> User:
    """A moderator."""
    return make.user("Mod Boss", role="moderator")


@pytest.fixture
def stays(make: Factory) -> Thread:
    """The question that the other becomes part of."""
    return make.thread("The hub loses its Wi-Fi at night", author=make.user("Ana"))


@pytest.fixture
def goes(make: Factory) -> Thread:
    """The question that becomes part of it."""
    return make.thread("Wi-Fi gone every morning", "No lamp is lit.", author=make.user("Otto"))
