"""Who works here, and what is to be answered."""

from collections.abc import Callable
from datetime import datetime

import pytest

from forum.accounts.models import User
from forum.threads.models import Thread
from tests.factories import Factory
from tests.moderation.handling.moments import NOW


@pytest.fixture
def now(it_is: Callable[[datetime], None]) -> datetime:
    """A Wednesday morning."""
    it_is(NOW)
    return NOW


@pytest.fixture
def thread(make: Factory, now: datetime) -> Thread:
    """A question asked right now."""
    return make.thread()


@pytest.fixture
def dana(make: Factory) -> User:
    """A rep."""
    return make.user("Dana Whitlock", role="rep")


@pytest.fixture
def yusuf(make: Factory) -> User:
    """Another rep."""
    return make.user("Yusuf Adeyemi", role="rep")
