"""The database of a test, of either kind: put aside as a copy, and put back from one.

Which kind is chosen by ``THREADWELL_TEST_DATABASE``: a file by default, ``postgresql`` for a
server of the tests' own.
"""

import math
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from flask import Flask
from sqlalchemy import event

from forum.core import briefly, migrations
from forum.core.db import db
from forum.finding.engine import EXTENSION, Finding
from tests.postgres import Server

KIND = os.environ.get("THREADWELL_TEST_DATABASE") or "sqlite"
ON_POSTGRES = KIND == "postgresql"
PUTS_TO_A_VACUUM = 200


class Place(Protocol):
    """Where the application of a test run keeps its rows."""

    url: str

    def put_aside(self, name: str) -> None:
        """Keep what is there now under a name; nothing is there afterwards."""

    def put(self, name: str) -> None:
        """Let there be a fresh copy of what was put aside under this name."""

    def copy_aside(self, name: str) -> None:
        """Keep a copy of what is there now under a name."""


class File:
    """An SQLite file; copies lie beside it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "threadwell.db"
        self.url = f"sqlite:///{self.path}"

    def put_aside(self, name: str) -> None:
        """Move the file."""
        shutil.move(self.path, self._kept(name))

    def put(self, name: str) -> None:
        """Copy the file, with nothing of the last one's log."""
        for leftover in self.path.parent.glob("threadwell.db*"):
            leftover.unlink()
        shutil.copy(self._kept(name), self.path)

    def copy_aside(self, name: str) -> None:
        """Copy the file, whose log is empty once nobody has it open."""
        shutil.copy(self.path, self._kept(name))

    def _kept(self, name: str) -> Path:
        return self.path.parent / f"kept-{name}.db"


class Database:
    """A database of the tests' server; copies of its rows lie in schemas of their own.

    Making a whole database anew waits for a checkpoint, which takes longer than most tests.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._name = server.new_database()
        self._whole = f"{self._name}-whole"
        self._shape = ""
        self._puts = 0
        self.url = server.url(self._name)
        server.execute(Path(__file__).with_name("databases.sql").read_text(), self._name)

    def put_aside(self, name: str) -> None:
        """Copy the rows; what is there now goes when something is put."""
        self.copy_aside(name)

    def put(self, name: str) -> None:
        """Bring the rows back; after a test that changed tables, the tables too."""
        if self._ask("SELECT kept.shape()") != self._shape:
            self._server.drop_database(self._name)
            self._server.new_database(self._whole, self._name)
        self._ask(f"SELECT kept.put('{name}')")
        self._puts += 1
        if self._puts % PUTS_TO_A_VACUUM == 0:
            self._server.execute("VACUUM", self._name)

    def copy_aside(self, name: str) -> None:
        """Copy the rows, and the whole for tests that change tables."""
        self._ask(f"SELECT kept.put_aside('{name}')")
        self._shape = self._ask("SELECT kept.shape()")
        self._server.end_connections(self._name)
        self._server.drop_database(self._whole)
        self._server.new_database(self._name, self._whole)

    def _ask(self, question: str) -> str:
        return self._server.execute(question, self._name)


def forget_connections() -> None:
    """Close what this context holds open, so that the database can be moved."""
    db.session.remove()
    db.engine.dispose()


_upgraded: list[bytes] = []  # the file of a site that nobody has used yet


def upgrade() -> None:
    """Make the tables of a site of its own, on a new database; a file is filled once per run."""
    if db.engine.dialect.name != "sqlite":
        migrations.upgrade_after_backup()
        return
    file = Path(db.engine.url.database or "")
    forget_connections()
    if _upgraded:
        file.write_bytes(_upgraded[0])
        return
    migrations.upgrade_after_backup()
    forget_connections()
    _upgraded.append(file.read_bytes())


@contextmanager
def patient_connections() -> Iterator[None]:
    """Inside, whoever waits for another writer waits as long as a slow machine needs.

    For crowds of threads: the site itself says after five seconds that it is busy.
    """

    def wait_longer(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout = 120000")

    if ON_POSTGRES:
        yield
        return
    forget_connections()
    event.listen(db.engine, "connect", wait_longer)
    yield
    event.remove(db.engine, "connect", wait_longer)
    forget_connections()


def fresh(app: Flask, place: Place, name: str) -> None:
    """A copy of what was put aside, and nothing remembered of what was there before."""
    place.put(name)
    briefly.forget_all(app)
    app.extensions["sign_in_limiter"].clear()
    app.extensions["shown_suggestions"].clear()
    engine: Finding = app.extensions[EXTENSION]
    engine.unanswered, engine.tried_again_at = None, -math.inf
    engine.set_aside.clear()


def rules_in_order(sql: str) -> str:
    """How a table was made; one copied for a new foreign key has its constraints in any order."""
    head, *rules = sql.removesuffix(")").rstrip().split(", CONSTRAINT ")
    return ", CONSTRAINT ".join([head, *sorted(rules)])
