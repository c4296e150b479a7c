"""What tests of announcements share: somebody announces something."""

from collections.abc import Callable
from typing import Any

import pytest

from forum.accounts.models import User
from forum.announcements.models import Announcement, AnnouncementKind, Reach
from moderation.announcing import actions
from tests.factories import Factory

Announcing = Callable[..., Announcement]


@pytest.fixture
def boss(make: Factory) -> User:
    """Who announces."""
    return make.user("Nora Boss", role="moderator")


@pytest.fixture
def announce(boss: User) -> Announcing:
    """Announces: ``announce("The cloud is down", kind="incident", reach="staff")``."""

    def write(
        title: str = "The cloud is down",
        source: str = "We are on it.",
        kind: str = "incident",
        reach: str = "everyone",
        tells_people: bool = False,
        **more: Any,
    ) -> Announcement:
        text = actions.AnnouncementText(AnnouncementKind(kind), title, source, Reach(reach), **more)
        return actions.announce(boss, text, tells_people)

    return write
