"""Migrations: whole or not at all, up and down and up again, and no child row lost."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic.command import check
from alembic.config import Config
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from forum.core import clock, migrations
from forum.core.db import db
from forum.reactions import actions as reactions
from tests.databases import ON_POSTGRES, forget_connections, rules_in_order
from tests.factories import Factory

Writer = Callable[[str], str]
STEPS = Path(__file__).parent.parent / "migrations" / "versions"
HEAD = max(path.name[:4] for path in STEPS.glob("[0-9]*.py"))
NEXT = f"{int(HEAD) + 1:04}"


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    """A copy of the migrations that a test may add steps to."""
    copy = tmp_path / "migrations"
    shutil.copytree(Path(app.config["ROOT"]) / "migrations", copy)
    forget_connections()
    return copy


@pytest.fixture
def step(folder: Path) -> Writer:
    """Adds a step: ``step("op.add_column(…)")`` returns its file's name."""

    def write(body: str) -> str:
        lines = "\n    ".join(body.strip().splitlines())
        source = (
            "import sqlalchemy as sa\nfrom alembic import op\n\n"
            f'revision = "{NEXT}"\ndown_revision = "{HEAD}"\n\n\n'
            f"def upgrade():\n    {lines}\n\n\ndef downgrade():\n    pass\n"
        )
        path = folder / "versions" / f"{NEXT}_a_step.py"
        path.write_text(source)
        return path.name

    return write


@pytest.fixture
def populated(app: Flask, make: Factory) -> dict[str, int]:
    """Rows whose parents are about to be rebuilt, and how many there are of each."""
    author, voter = make.user("Author"), make.user("Voter")
    thread = make.thread(author=author)
    answer = make.answer(thread, author=author)
    reactions.vote(voter, answer.id, 1)
    reactions.have_same(voter, thread.id)
    before = counts()
    assert before["posts"] == 2
    assert before["votes"] == 1
    forget_connections()
    return before


def database(app: Flask) -> Path:
    """The file of this test."""
    path: Path = app.config["THREADWELL"].instance / "threadwell.db"
    return path


def counts() -> dict[str, int]:
    """Rows in every table of ours."""
    with db.engine.connect() as connection:
        return {
            name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0  # noqa: S608
            for name in inspect(connection).get_table_names()
            if not name.startswith("search_")
        }


POSTGRES_SCHEMA = """
SELECT format('%s %s', table_name, column_name),
       concat_ws(' ', data_type, character_maximum_length, is_nullable, column_default)
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT format('%s %s', conrelid::regclass, conname), pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT table_name, 'a table' FROM information_schema.tables
WHERE table_schema = 'public'
"""


def schema(app: Flask) -> dict[str, str]:
    """Every table and index as the database keeps it, whatever its spaces, quotes and order."""
    if ON_POSTGRES:
        with db.engine.connect() as connection:
            return {
                name: says
                for name, says in connection.execute(text(POSTGRES_SCHEMA))
                if not name.startswith(("search_", "ix_search_", "uq_search_", "alembic_"))
            }
    with closing(sqlite3.connect(database(app))) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {
            name: rules_in_order(" ".join(sql.replace('"', "").split()))
            for name, sql in rows
            if not name.startswith(("search_", "ix_search_", "sqlite_", "alembic_"))
        }


def broken_references(app: Flask) -> list[tuple[object, ...]]:
    """Rows whose parent is gone."""
    with closing(sqlite3.connect(database(app))) as connection:
        return connection.execute("PRAGMA foreign_key_check").fetchall()


def test_the_steps_lead_to_the_models(app: Flask) -> None:
    config = Config(str(Path(app.config["ROOT"]) / "migrations" / "alembic.ini"))
    config.set_main_option("script_location", str(Path(app.config["ROOT"]) / "migrations"))
    check(config)  # raises where a model and the last step differ


def test_up_down_and_up_again_is_the_same_schema(app: Flask, folder: Path) -> None:
    first = schema(app)
    downgrade(directory=str(folder), revision="base")
    assert schema(app) == {}, "going down leaves something behind"
    upgrade(directory=str(folder))
    assert schema(app) == first
    assert "threads" in first


def test_a_step_taken_back_and_again_keeps_the_rows_of_all_others(
    app: Flask, folder: Path, populated: dict[str, int]
) -> None:
    for earlier in sorted((path.name[:4] for path in STEPS.glob("[0-9]*.py")), reverse=True)[1:]:
        downgrade(directory=str(folder), revision=earlier)
        older = counts()
        kept = {name: populated[name] for name in older if name in populated}
        assert older == kept, f"going back to {earlier}"
    forget_connections()
    upgrade(directory=str(folder))
    again = counts()
    assert again["posts"] == populated["posts"]
    assert again["votes"] == populated["votes"]
    assert ON_POSTGRES or broken_references(app) == []


@pytest.mark.sqlite("PostgreSQL changes a table in place")
def test_rebuilding_parents_keeps_every_child(
    app: Flask, folder: Path, step: Writer, populated: dict[str, int]
) -> None:
    step(
        """
with op.batch_alter_table("users", recreate="always") as users:
    users.add_column(sa.Column("shoe_size", sa.Integer(), nullable=True))
with op.batch_alter_table("threads", recreate="always") as threads:
    threads.alter_column("title", type_=sa.String(length=180), existing_nullable=False)
""",
    )
    upgrade(directory=str(folder))
    after = counts()
    assert {name: after[name] for name in populated} == populated
    assert "shoe_size" in schema(app)["users"]
    assert broken_references(app) == []
    with db.engine.connect() as connection:
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1, "they stay on for the site"


@pytest.mark.sqlite("PostgreSQL changes a table in place")
def test_a_step_that_breaks_halfway_leaves_all_as_it_was(
    app: Flask, folder: Path, step: Writer, populated: dict[str, int]
) -> None:
    before = schema(app)
    halfway = """
op.add_column("users", sa.Column("hat_size", sa.Integer(), nullable=True))
op.execute("UPDATE users SET hat_size = 7")
op.create_table("hats", sa.Column("id", sa.Integer(), primary_key=True))
with op.batch_alter_table("threads", recreate="always") as threads:
    threads.drop_column("slug")
"""
    name = step(f'{halfway}\nraise KeyboardInterrupt("killed here")')
    with pytest.raises(KeyboardInterrupt):
        upgrade(directory=str(folder))
    assert schema(app) == before
    assert counts() == populated
    forget_connections()

    (folder / "versions" / name).unlink()
    step(halfway)
    upgrade(directory=str(folder))
    assert "hats" in schema(app)
    assert {**counts(), "hats": 0}["posts"] == populated["posts"]


@pytest.mark.sqlite("PostgreSQL holds its references during a migration, too")
def test_a_step_that_would_orphan_rows_is_refused(
    app: Flask,
    folder: Path,
    step: Writer,
    populated: dict[str, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    step('op.execute("DELETE FROM users")')
    monkeypatch.setitem(app.config, "ROOT", folder.parent)
    with pytest.raises(migrations.CannotMigrate, match="break references"):
        migrations.upgrade_after_backup()
    assert counts() == populated
    assert broken_references(app) == []


@pytest.mark.sqlite("only a file is copied before an upgrade")
def test_the_site_copies_the_database_before_it_upgrades(
    app: Flask,
    populated: dict[str, int],
    monkeypatch: pytest.MonkeyPatch,
    step: Writer,
    folder: Path,
) -> None:
    step('op.create_table("hats", sa.Column("id", sa.Integer(), primary_key=True))')
    root = folder.parent
    monkeypatch.setitem(app.config, "ROOT", root)
    migrations.upgrade_after_backup()
    copies = sorted((database(app).parent / "backups").glob("threadwell-*.db"))
    assert "hats" in schema(app)
    with closing(sqlite3.connect(copies[-1])) as copy:
        posts = copy.execute("SELECT count(*) FROM posts").fetchone()[0]
        tables = {row[0] for row in copy.execute("SELECT name FROM sqlite_master")}
    assert posts == populated["posts"]
    assert "hats" not in tables
    assert f"{clock.now():%Y%m}" in copies[-1].name


def test_a_database_of_a_newer_version_stops_the_start_in_one_line(app: Flask) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    forget_connections()
    with pytest.raises(migrations.CannotMigrate) as refused:
        migrations.upgrade_after_backup()
    assert "\n" not in str(refused.value)
    assert "9999" in str(refused.value)


def test_foreign_keys_hold_in_the_running_site(app: Flask, populated: dict[str, int]) -> None:
    with (
        pytest.raises(IntegrityError),
        db.engine.begin() as connection,
    ):
        connection.execute(text("DELETE FROM users WHERE name = 'Author'"))
    assert counts() == populated
