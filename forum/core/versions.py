"""Figures that tell whether anything in the database changed, whoever changed it."""

import sqlite3
import threading
from pathlib import Path
from typing import Any, Protocol

import psycopg
from sqlalchemy.engine import URL

Version = tuple[int | str, ...]
ANSWER_SECONDS = 2  # a page is drawn sooner than that


class DatabaseVersion(Protocol):
    """Something that can tell one state of the database from every other."""

    def read(self) -> Version | None:
        """Equal figures mean equal contents; None where there is none to be had."""


class SqliteVersion:
    """A figure that changes with every commit to an SQLite file, whoever made it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._file = 0
        self._opened = 0

    def read(self) -> Version | None:
        """The figure, counted anew for each file in this place; None where it cannot be read."""
        try:
            file = self._path.stat().st_ino
            with self._lock:
                connection = self._connection
                if connection is None or self._file != file:
                    connection = self._open(file)
                row = connection.execute("PRAGMA data_version").fetchone()
                return (self._opened, int(row[0]))
        except (OSError, sqlite3.Error):
            return None

    def _open(self, file: int) -> sqlite3.Connection:
        if self._connection is not None:
            self._connection.close()
        connection = sqlite3.connect(self._path, check_same_thread=False, timeout=0)
        self._connection, self._file = connection, file
        self._opened += 1  # a file's number may be given again once it is gone
        return connection


class PostgresVersion:
    """Which transactions a reader sees at this moment, in PostgreSQL's own words.

    Two readers with the same snapshot see the same rows, and every commit changes it. A
    connection of its own, outside any transaction, asks in a tenth of a millisecond.
    """

    def __init__(self, url: URL) -> None:
        self._address: dict[str, Any] = url.translate_connect_args(
            username="user", database="dbname"
        )
        self._address |= {name: value for name, value in url.query.items() if name != "options"}
        self._lock = threading.Lock()
        self._connection: psycopg.Connection | None = None

    def read(self) -> Version | None:
        """The snapshot; None while the server does not answer."""
        try:
            with self._lock:
                if self._connection is None or self._connection.closed:
                    self._connection = self._open()
                row = self._connection.execute("SELECT pg_current_snapshot()::text").fetchone()
        except psycopg.Error:
            return None
        return None if row is None else (str(row[0]),)

    def _open(self) -> psycopg.Connection:
        return psycopg.connect(
            **self._address,
            autocommit=True,
            application_name="threadwell pages",
            connect_timeout=ANSWER_SECONDS,
            options=f"-c statement_timeout={ANSWER_SECONDS}s",
        )


def version_of(url: URL) -> DatabaseVersion | None:
    """The figure of a database by its address, None for one without any."""
    if url.get_backend_name() == "postgresql":
        return PostgresVersion(url)
    return SqliteVersion(Path(url.database)) if url.database else None
