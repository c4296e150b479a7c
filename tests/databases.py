"""The database of a test, of either kind: put aside as a copy, and put back from one.

Which kind is chosen by ``THREADWELL_TEST_DATABASE``: a file by default, ``postgresql`` for a
server of the tests' own.
"""

import os
import shutil
from pathlib import Path
from typing import Protocol

from flask import Flask

from forum.core import briefly
from forum.core.db import db
from tests.postgres import Server

KIND = os.environ.get("THREADWELL_TEST_DATABASE") or "sqlite"
ON_POSTGRES = KIND == "postgresql"


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
    """A database of the tests' server; copies are made by the server."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._name = server.new_database()
        self.url = server.url(self._name)

    def put_aside(self, name: str) -> None:
        """Rename the database."""
        self._server.end_connections(self._name)
        self._server.execute(f'ALTER DATABASE "{self._name}" RENAME TO "{self._kept(name)}"')

    def put(self, name: str) -> None:
        """Make it anew from the copy."""
        self._server.drop_database(self._name)
        self._server.new_database(self._kept(name), self._name)

    def copy_aside(self, name: str) -> None:
        """Make a copy of it."""
        self._server.end_connections(self._name)
        self._server.new_database(self._name, self._kept(name))

    def _kept(self, name: str) -> str:
        return f"{self._name}-{name}"


def forget_connections() -> None:
    """Close what this context holds open, so that the database can be moved."""
    db.session.remove()
    db.engine.dispose()


def fresh(app: Flask, place: Place, name: str) -> None:
    """A copy of what was put aside, and nothing remembered of what was there before."""
    place.put(name)
    briefly.forget_all(app)
    app.extensions["sign_in_limiter"].clear()
