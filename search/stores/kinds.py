"""Which store fits which database."""

from search.stores.base import Store
from search.stores.postgres import PostgresStore
from search.stores.sqlite import SqliteStore


def store_for(dialect: str) -> Store:
    """Return a store for a database by SQLAlchemy's name of its kind."""
    return PostgresStore() if dialect == "postgresql" else SqliteStore()
