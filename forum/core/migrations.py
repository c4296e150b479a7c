"""Bringing the database to the shape this version wants, after a backup."""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from flask import Flask, current_app
from flask_migrate import Migrate
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from forum.core import clock
from forum.core.db import db

logger = logging.getLogger(__name__)
BACKUPS_KEPT = 5
POSTGRES_MINIMUM = 16
_beside: list[Callable[[Connection], None]] = []


class CannotMigrate(RuntimeError):
    """The database cannot be opened or brought up to date; the text says why, in one line."""


def init_app(app: Flask) -> None:
    """Give ``flask db`` its folder."""
    Migrate(app, db, directory=str(app.config["ROOT"] / "migrations"))


def beside(step: Callable[[Connection], None]) -> None:
    """Run ``step`` at the end of every upgrade, for tables that are none of Alembic's."""
    if step not in _beside:
        _beside.append(step)


def run_beside(connection: Connection) -> None:
    """Make the tables that are none of Alembic's, inside the upgrade's transaction."""
    for step in _beside:
        step(connection)


def upgrade_after_backup() -> None:
    """Upgrade when there is something to upgrade; a SQLite file with rows is copied first.

    Raises:
        CannotMigrate: the database is not there, is newer than this version, or a step failed.
    """
    folder = current_app.config["ROOT"] / "migrations"
    try:
        with db.engine.connect() as connection:
            _refuse_unfit(connection)
            current = MigrationContext.configure(connection).get_current_revision()
        head = ScriptDirectory(str(folder)).get_current_head()
        if current == head:
            return
        if current is not None and db.engine.dialect.name == "sqlite":
            _backup(Path(db.engine.url.database or ""))
        # Flask-Migrate's own upgrade() would end the process instead of raising
        command.upgrade(current_app.extensions["migrate"].migrate.get_config(str(folder)), "head")
    except (SQLAlchemyError, CommandError, OSError, RuntimeError) as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise CannotMigrate(f"the database could not be opened or upgraded: {reason}") from error


def _refuse_unfit(connection: Connection) -> None:
    """Say what is wrong with a PostgreSQL that cannot hold a community."""
    if connection.dialect.name != "postgresql":
        return
    major = int((connection.dialect.server_version_info or (0,))[0])
    if major < POSTGRES_MINIMUM:
        raise CannotMigrate(f"PostgreSQL {POSTGRES_MINIMUM} or newer is needed, not {major}")
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise CannotMigrate(
            f"it is encoded in {encoding}: make it anew with CREATE DATABASE … ENCODING 'UTF8' "
            "TEMPLATE template0"
        )


def _backup(path: Path) -> None:
    folder = path.parent / "backups"
    folder.mkdir(exist_ok=True)
    target = folder / f"{path.stem}-{clock.now():%Y%m%d-%H%M%S}.db"
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    logger.info("the database was copied to %s before the upgrade", target)
    for old in sorted(folder.glob(f"{path.stem}-*.db"))[:-BACKUPS_KEPT]:
        old.unlink()
