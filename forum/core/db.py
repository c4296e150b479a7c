"""Rows and transactions: one typed base, UTC times, and writes that never fail half way.

SQLite begins a read transaction with the first SELECT; a write that starts inside one fails as
"database is locked" when somebody else wrote meanwhile. So every action begins IMMEDIATE, and a
flush that a library causes outside an action first moves its connection to a write transaction.
On PostgreSQL actions run side by side: rows are locked as they are read again, and an action that
met another in the middle (a deadlock, the same key at the same moment) is run once more.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Enum, MetaData, event
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from forum.core.config import ConfigError
from forum.core.errors import NotFound

BUSY_TIMEOUT_SECONDS = 5  # longer waits answer 503: a person would have left
BEGIN_MODE = "threadwell_begin"  # execution option: "" or "IMMEDIATE"
# PostgreSQL: what a connection may cost. The gate admits fewer requests than there are places.
POOL_CONNECTIONS = 10
POOL_MORE = 20
CONNECT_SECONDS = 5
SETTINGS = {
    "statement_timeout": "30s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "120s",
    "jit": "off",  # compiling costs our short statements more than it saves
}
ATTEMPTS = 3
# serialization failure, deadlock, a key that somebody else has just taken
WORTH_ANOTHER_TRY = frozenset({"40001", "40P01", "23505"})

P = ParamSpec("P")
R = TypeVar("R")
Row = TypeVar("Row", bound="Base")


class Base(DeclarativeBase):
    """Base of every table. Constraints are named by convention so that migrations can drop them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment. SQLite drops time zones, so UTC goes in and comes out explicitly."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone was about to be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give back an aware UTC time."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def choice(kind: type[StrEnum]) -> Enum:
    """A column type that stores the value of a ``StrEnum`` as text."""
    return Enum(
        kind,
        native_enum=False,
        length=24,
        values_callable=lambda members: [member.value for member in members],
        validate_strings=True,
    )


db = SQLAlchemy(
    metadata=Base.metadata,
    session_options={"expire_on_commit": False, "autoflush": False},
    disable_autonaming=True,
)


def init_app(app: Flask, database_url: str) -> None:
    """Bind the database to the application and prepare each SQLite connection.

    Raises:
        ConfigError: the folder of the file cannot be made.
    """
    url = make_url(database_url)
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    if url.get_backend_name() == "postgresql":
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _postgres_options(url)
        db.init_app(app)
        with app.app_context():
            forgive_lost_rollbacks(db.engine)
        return
    _make_folder(Path(url.database or "").parent)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"connect_args": {"timeout": BUSY_TIMEOUT_SECONDS}}
    db.init_app(app)
    with app.app_context():
        prepare_sqlite(db.engine)


def _postgres_options(url: URL) -> dict[str, Any]:
    """A pool that survives the server's restart: a connection is tried before it is lent."""
    given = url.query.get("options", ())
    said = [given] if isinstance(given, str) else list(given)  # what the address says comes last
    options = [*(f"-c {name}={value}" for name, value in SETTINGS.items()), *said]
    return {
        "pool_pre_ping": True,
        "pool_size": POOL_CONNECTIONS,
        "max_overflow": POOL_MORE,
        "pool_timeout": BUSY_TIMEOUT_SECONDS,
        "connect_args": {
            "application_name": "threadwell",
            "connect_timeout": CONNECT_SECONDS,
            "options": " ".join(options),
        },
    }


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            f"the folder {folder} of DATABASE_URL cannot be made: {error.strerror}."
        ) from None


def prepare_sqlite(engine: Engine) -> None:
    """WAL, foreign keys and explicit BEGIN on every connection of the engine."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy begins, not the driver
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_SECONDS * 1000}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get(BEGIN_MODE, "")
        connection.info["immediate"] = mode == "IMMEDIATE"
        connection.exec_driver_sql(f"BEGIN {mode}")


@event.listens_for(Session, "before_flush")
def _write_needs_immediate(session: Session, _context: object, _instances: object) -> None:
    if not (session.new or session.dirty or session.deleted):
        return
    connection = session.connection()
    if connection.dialect.name == "sqlite" and not connection.info.get("immediate"):
        connection.exec_driver_sql("COMMIT")  # nothing was written in it yet
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.info["immediate"] = True


def forgive_lost_rollbacks(engine: Engine) -> None:
    """Let what a server that went away has undone by itself count as undone.

    Every request ends with a rollback: without this a page that was read to its end would become
    an error when the server stops a moment later.
    """

    def do_rollback(connection: Any) -> None:
        try:
            connection.rollback()
        except engine.dialect.loaded_dbapi.OperationalError:
            if not connection.closed:
                raise

    engine.dialect.do_rollback = do_rollback  # type: ignore[method-assign,assignment]


def transactional(action: Callable[P, R]) -> Callable[P, R]:
    """Run an action as one transaction: all of it, its listeners included, or nothing.

    Joins a transaction that an outer action began. Whatever a caller loaded before is stale by
    then: actions re-read by id what they change, with ``locked``.
    """

    @wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        session = db.session()
        if session.info.get("in_action"):
            return action(*args, **kwargs)
        attempt = 1
        while True:
            try:
                result, wake_ups = _once(session, action, *args, **kwargs)
                break
            except DBAPIError as error:
                if attempt == ATTEMPTS or not _met_another(error):
                    raise
                attempt += 1
        for wake_up in wake_ups:
            wake_up()
        return result

    return run


def _once(
    session: Session, action: Callable[P, R], *args: P.args, **kwargs: P.kwargs
) -> tuple[R, list[Callable[[], None]]]:
    """Run an action to its commit; also return whom to wake then."""
    session.commit()  # ends the read transaction that loading the user began
    session.info["in_action"] = True
    session.info["after_commit"] = []
    try:
        session.connection(execution_options={BEGIN_MODE: "IMMEDIATE"})
        result = action(*args, **kwargs)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("in_action")
        wake_ups = session.info.pop("after_commit")
    return result, wake_ups


def _met_another(error: DBAPIError) -> bool:
    """Whether the action failed only because of one that ran beside it."""
    return getattr(error.orig, "sqlstate", None) in WORTH_ANOTHER_TRY


def after_commit(wake_up: Callable[[], None]) -> None:
    """Call this once the surrounding action is committed; losing the call must lose nothing."""
    queue = db.session().info.get("after_commit")
    if queue is None:
        wake_up()
    elif wake_up not in queue:
        queue.append(wake_up)


def locked(model: type[Row], row_id: object) -> Row:
    """The row as it stands now, locked until the transaction ends.

    Raises:
        NotFound: there is no such row.
    """
    db.session.flush()  # what this transaction changed already must not be read over
    row = db.session.get(model, row_id, populate_existing=True, with_for_update=True)
    if row is None:
        raise NotFound()
    return row
