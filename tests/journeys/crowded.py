"""A site of its own where thirty questions wait, in a process that needs no language model."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from app import create_app
from forum.accounts.models import User
from forum.categories.models import Category
from forum.core.config import from_environment
from forum.core.db import db
from forum.finding.models import ClusterMember
from moderation.demo.content import read
from moderation.demo.filling import fill
from moderation.watchlist.queries import counts
from moderation.watchlist.queues import QueueName
from tests.databases import forget_connections, upgrade
from tests.factories import Factory
from tests.journeys.conftest import ROOT, START_SECONDS_MAX, is_ready
from tests.ports import free_port

ASKER = "liam.orourke@example.org"
WAITING = 30
MORE = (
    "Which screws hold the siren on a concrete wall",
    "Invoice for March shows the old address",
    "Glow strip: where may I cut it",
    "Doorbell rings twice at night without anybody there",
    "Is the leak sensor food safe in a fridge",
    "How do I hand my home over to the next tenant",
    "Motion sensor sees the cat, the manual says it should not",
    "Blinds stop halfway since I moved the remote",
    "Battery of the window contact is empty after a week",
    "Can two people hold the same family key",
    "Export of energy readings ends in October",
    "Loudspeaker crackles while the oven is on",
)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where thirty questions wait. ``cluster`` ask the same; ``asked_back`` is ``asker``'s own."""

    url: str
    database: Path
    cluster: tuple[int, ...]
    asker: str
    asked_back: int


@pytest.fixture
def crowded_desk(tmp_path: Path) -> Iterator[Desk]:
    """The demo community, with questions added until exactly thirty wait."""
    port = free_port()
    environment = {
        "INSTANCE_DIR": str(tmp_path),
        "PORT": str(port),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "EMBEDDING_MODEL": "hashing",
        "DATABASE_URL": "",
        "DEMO": "1",
        "DEBUG": "on",
    }
    cluster, asked_back = filled(environment)
    with (tmp_path / "site.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    url = environment["SITE_URL"]
    deadline = time.monotonic() + START_SECONDS_MAX
    try:
        while not is_ready(url):
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the site did not start:\n{(tmp_path / 'site.log').read_text()}")
            time.sleep(0.1)
        yield Desk(url, tmp_path / "threadwell.db", cluster, ASKER, asked_back)
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS_MAX)


def filled(environment: dict[str, str]) -> tuple[tuple[int, ...], int]:
    """Write the questions; those that ask the same, and the one to ask back about."""
    app = create_app(from_environment(environment))
    with app.app_context():
        upgrade()
        fill(read())
        asker = db.session.scalars(select(User).where(User.email == ASKER)).one()
        category = db.session.scalars(select(Category).where(Category.slug == "hub")).one()
        missing = WAITING - counts(asker)[QueueName.UNANSWERED]
        assert 0 < missing <= len(MORE)
        asked = [
            Factory(app).thread(title, f"{title}? I found nothing about it.", asker, category)
            for title in MORE[:missing]
        ]
        cluster = tuple(db.session.scalars(select(ClusterMember.thread_id)))
        found = cluster, asked[0].id
        forget_connections()
    return found
