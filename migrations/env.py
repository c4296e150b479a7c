"""How migrations run: one real transaction on SQLite too, foreign keys off while rebuilding.

Batch mode rebuilds a table by copying; with foreign keys on, dropping the old copy would delete
every child row. They are switched off before the transaction and checked before it is committed.
"""

import importlib
import pkgutil
from typing import Any

from alembic import context
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

import forum
import moderation
from forum.core.db import Base, UtcDateTime, db
from forum.core.migrations import run_beside

for package in (forum, moderation):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if module.name.rpartition(".")[2] in {"models", "outbox"}:
            importlib.import_module(module.name)


UPGRADE_LOCK = 0x7468_7765  # any number that nothing else in the database uses


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave the search index's own tables to the search index."""
    return not (kind == "table" and (name or "").startswith("search_"))


def _render(_kind: str, item: object, _context: object) -> str | bool:
    """Write our UTC column type as the plain one: migrations must not change when it does."""
    return "sa.DateTime(timezone=True)" if isinstance(item, UtcDateTime) else False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=_render,
        include_name=_ours,
        transactional_ddl=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()
        run_beside(connection)


def run() -> None:
    """Run all steps in one transaction: a killed upgrade leaves the database as it was."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect() as connection:
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            # two nodes that start together: the second waits, and finds nothing left to do
            connection.execute(text("SELECT pg_advisory_xact_lock(:one)"), {"one": UPGRADE_LOCK})
            _run(connection)
            connection.commit()
        return
    engine = create_engine(db.engine.url, poolclass=NullPool)
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.isolation_level = None
        raw.execute("PRAGMA busy_timeout = 5000")
        raw.execute("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        _run(connection)
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise RuntimeError(f"the upgrade would break references: {broken[:5]}")
        connection.exec_driver_sql("COMMIT")
        connection.rollback()


run()
