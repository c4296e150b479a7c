"""A database that is gone afterwards, of the kind that a site uses."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from sqlalchemy import Engine, create_engine, make_url, text


@contextmanager
def throw_away(database: str = "") -> Iterator[Engine]:
    """An empty place for an index: a file, or a schema of its own inside a PostgreSQL database.

    A schema and not a database, because the site's account may seldom create databases and
    never add pgvector to one. The site's own tables are out of sight in it.

    Args:
        database: the site's, for its kind; a file when empty.
    """
    if make_url(database or "sqlite://").get_backend_name() == "postgresql":
        with _schema(database) as engine:
            yield engine
        return
    with tempfile.TemporaryDirectory(prefix="search-evaluate-") as scratch:
        engine = create_engine(f"sqlite:///{scratch}/index.sqlite")
        try:
            yield engine
        finally:
            engine.dispose()


@contextmanager
def _schema(database: str) -> Iterator[Engine]:
    name = f"throwaway_{uuid4().hex}"
    owner = create_engine(database, isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    # the extension's types and operators stay in sight; names of tables are all qualified
    engine = create_engine(
        database,
        connect_args={"options": f"-c search_path={name},public"},
        execution_options={"schema_translate_map": {None: name}},
    )
    try:
        yield engine
    finally:
        engine.dispose()
        with owner.connect() as connection:
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
        owner.dispose()
