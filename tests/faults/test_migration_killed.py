"""kill -9 in the middle of an upgrade: it runs again, and ends where it would have ended."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.databases import rules_in_order
from tests.faults.site import ROOT
from tests.postgres import Server

UPGRADE = """
import os, signal, sys
from sqlalchemy import Engine, event
from app import create_app
from forum.core import migrations
left = int(sys.argv[1])
app = create_app()
with app.app_context():
    @event.listens_for(Engine, "before_cursor_execute")
    def count(*_what):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    migrations.upgrade_after_backup()
"""
AMID = 90  # of the statements that the upgrade of an empty database sends
NEVER = 0


def upgrade(environment: dict[str, str], killed_at: int) -> int:
    """Upgrade in a process of its own, and how that ended."""
    done = subprocess.run(  # noqa: S603  (our own words)
        [sys.executable, "-c", UPGRADE, str(killed_at)],
        cwd=ROOT,
        env={**os.environ, "EMBEDDING_MODEL": "hashing", "DEMO": "", **environment},
        capture_output=True,
        check=False,
    )
    return done.returncode


def schema_of(file: Path) -> list[tuple[str, ...]]:
    """Every table and index, as it was made."""
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2")
        return [
            (kind, name, rules_in_order(" ".join((sql or "").replace('"', "").split())))
            for kind, name, sql in rows
        ]


def test_on_a_file(tmp_path: Path) -> None:
    whole, torn = tmp_path / "whole", tmp_path / "torn"
    assert upgrade({"INSTANCE_DIR": str(whole), "DATABASE_URL": ""}, NEVER) == 0
    environment = {"INSTANCE_DIR": str(torn), "DATABASE_URL": ""}
    assert upgrade(environment, AMID) == -signal.SIGKILL
    assert upgrade(environment, NEVER) == 0
    assert schema_of(torn / "threadwell.db") == schema_of(whole / "threadwell.db")


def test_on_a_server(postgres: Server, tmp_path: Path) -> None:
    database = postgres.new_database()
    environment = {"INSTANCE_DIR": str(tmp_path), "DATABASE_URL": postgres.url(database)}
    assert upgrade(environment, AMID) == -signal.SIGKILL
    tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    assert postgres.execute(tables, database) == "0", "all of it or nothing"
    assert upgrade(environment, NEVER) == 0
    assert int(postgres.execute(tables, database)) > 0
    postgres.drop_database(database)
