"""Who reports, and who decides."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from forum.accounts.models import User
from forum.announcements.models import Announcement
from forum.core import clock
from forum.core.db import db
from forum.finding.models import Cluster, ClusterMember
from forum.reactions import actions as reactions
from forum.threads.models import Thread
from moderation.incidents import actions
from moderation.incidents.actions import IncidentText
from tests.factories import Factory

Begin = Callable[..., Announcement]


@pytest.fixture
def rep(make: Factory) -> User:
    """Who answers."""
    return make.user("Dana", role="rep")


@pytest.fixture
def boss(make: Factory) -> User:
    """Who says that it is over."""
    return make.user("Nora", role="moderator")


@pytest.fixture
def dark(make: Factory) -> list[Thread]:
    """Three questions that ask the same, in one cluster."""
    rows = [make.thread(f"The hub is dark, {word}") for word in ("one", "two", "three")]
    now = clock.now()
    made = Cluster(created_at=now, changed_at=now)
    db.session.add(made)
    db.session.flush()
    for row in rows:
        db.session.add(ClusterMember(thread_id=row.id, cluster_id=made.id, joined_at=now))
    db.session.commit()
    return rows


@pytest.fixture
def more(make: Factory, dark: list[Thread]) -> list[User]:
    """Two people who have it too: with the three who asked, enough."""
    people = [make.user("Has it"), make.user("Has it too")]
    for person in people:
        reactions.have_same(person, dark[0].id)
    return people


@pytest.fixture
def begin(rep: User, dark: list[Thread]) -> Begin:
    """Begins an incident: ``begin(dark[:2])``."""

    def start(threads: list[Thread] | None = None, **fields: object) -> Announcement:
        now = clock.now()
        text = IncidentText(
            title="The cloud is down",
            source="We are looking for the cause.",
            starts_at=now - timedelta(minutes=20),
            expected_at=now + timedelta(hours=1),
            next_update_at=now + timedelta(minutes=30),
        )
        ids = [row.id for row in (dark if threads is None else threads)]
        given = {"main_id": ids[0] if ids else None, **fields}
        return actions.begin(rep, text, ids, **given)  # type: ignore[arg-type]

    return start
