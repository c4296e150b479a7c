"""One migrated database per run as a template; every test begins with a fresh copy of it.

A copied file costs a few milliseconds, a copied database of PostgreSQL some fifty, and keeps real
commits, real IMMEDIATE transactions and real after-commit wake-ups, which savepoints around a test
would only imitate.
"""

import os
import sqlite3
from collections.abc import Generator, Hashable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from sqlalchemy import event
from werkzeug.test import TestResponse

from app import create_app
from forum.announcements.queries import running
from forum.core import clock
from forum.core import settings as site_settings
from forum.core.briefly import EXTENSION as KEPT
from forum.core.config import from_environment
from forum.core.db import db
from forum.helping.queries import called_lately
from tests.databases import ON_POSTGRES, Database, File, Place, forget_connections, fresh, upgrade
from tests.factories import Factory
from tests.postgres import Server
from tests.spreading import Spreading

# Many share the machines that tests run on, and whoever changes one thing hears of that alone:
# examples are the same in every run, and none is too slow.
settings.register_profile(
    "unhurried", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")


class Browser(FlaskClient):
    """A client whose requests share nothing with the test but the database and its cookies.

    Without a context of its own a request would find the person, the language and the rows of the
    request before.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request; rows the test holds are read afresh afterwards."""
        db.session.commit()
        with self.application.app_context():
            answer = super().open(*args, **kwargs)
        db.session.expire_all()
        return answer


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server for the whole run."""
    server = Server()
    yield server
    server.stop()


@dataclass(frozen=True)
class Site:
    """The application of this run, where it keeps its rows, and what every page asks of none."""

    app: Flask
    place: Place
    asked: dict[Hashable, object]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Site:
    """The application of this run, whose migrated database tests are copied from."""
    instance = tmp_path_factory.mktemp("instance")
    place: Place = Database(request.getfixturevalue("postgres")) if ON_POSTGRES else File(instance)
    settings = from_environment(
        {
            "INSTANCE_DIR": str(instance),
            "EMBEDDING_MODEL": "hashing",
            "SITE_NAME": "Testwell",
            "DATABASE_URL": place.url,
        }
    )
    app = create_app(settings)
    app.config["TESTING"] = True
    app.test_client_class = Browser
    # as cheap as argon2 goes: what tests hash protects nothing
    app.extensions["security"].pwd_context.update(argon2__memory_cost=8, argon2__rounds=1)
    with app.app_context():
        if not ON_POSTGRES:
            event.listen(db.engine, "connect", _wait_for_no_disk)
        upgrade()
        # every page asks for these once a minute: no page of a test pays for them
        running()
        site_settings.current()
        called_lately()
        asked = {what: answer for what, (_at, answer) in app.extensions[KEPT].values.items()}
        forget_connections()
    place.put_aside("empty")
    return Site(app, place, asked)


def _wait_for_no_disk(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")  # nothing here outlives the run


@pytest.fixture
def app(site: Site) -> Iterator[Flask]:
    """The application on a database of this test's own, inside an application context."""
    fresh(site.app, site.place, "empty")
    now = clock.now()
    site.app.extensions[KEPT].values |= {what: (now, answer) for what, answer in site.asked.items()}
    with site.app.app_context():
        yield site.app
        forget_connections()


@pytest.fixture
def make(app: Flask) -> Factory:
    """Builds what a test needs: ``make.user(role="rep")``, ``make.thread(title="…")``."""
    return Factory(app)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor's browser without JavaScript."""
    return app.test_client()


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Spreading:
    """Spread the tests over the workers by what they share, not one by one."""
    return Spreading(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out what holds for SQLite alone, and say why."""
    if not ON_POSTGRES:
        return
    for item in items:
        mark = item.get_closest_marker("sqlite")
        if mark is not None:
            item.add_marker(pytest.mark.skip(reason=f"SQLite only: {mark.args[0]}"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything a test may need is installed, one that skips has failed."""
    report = yield
    missing = report.skipped and not hasattr(report, "wasxfail")
    if missing and os.environ.get("THREADWELL_CI") and not item.get_closest_marker("sqlite"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} would skip: {report.longrepr} ({call.when})"
    return report
