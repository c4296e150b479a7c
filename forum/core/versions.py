"""Figures that tell whether anything in the database changed, whoever changed it."""

import sqlite3
import threading
import weakref
from pathlib import Path
from typing import Any, Protocol

import psycopg
from flask import Flask
from sqlalchemy.engine import URL, make_url

Version = tuple[int | str, ...]
EXTENSION = "database_version"
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
        self._held: list[psycopg.Connection] = []  # none or one
        weakref.finalize(self, _close, self._held)

    def read(self) -> Version | None:
        """The snapshot; None while the server does not answer."""
        try:
            with self._lock:
                if not self._held or self._held[0].closed:
                    self._held[:] = [self._open()]
                row = self._held[0].execute("SELECT pg_current_snapshot()::text").fetchone()
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


def version_for(app: Flask, database_url: str) -> DatabaseVersion:
    """The figure of an application's database; all who look share the connection."""
    if EXTENSION not in app.extensions:
        url = make_url(database_url)
        kept: DatabaseVersion
        if url.get_backend_name() == "postgresql":
            kept = PostgresVersion(url)
        else:
            kept = SqliteVersion(Path(url.database or ""))
        app.extensions[EXTENSION] = kept
    found: DatabaseVersion = app.extensions[EXTENSION]
    return found


def _close(held: list[psycopg.Connection]) -> None:
    for connection in held:
        connection.close()
