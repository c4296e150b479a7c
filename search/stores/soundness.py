"""A thorough look at an index that is to be mended: too slow for every request."""

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DatabaseError

from search.stores import schema
from search.stores.base import IndexBroken

V = schema.vectors.c


def examine(conn: Connection) -> None:
    """Raise `IndexBroken` when the words or vectors in SQLite are damaged.

    PostgreSQL looks after its indexes itself. Run it in a transaction that may write.
    """
    if conn.dialect.name != "sqlite":
        return
    try:
        conn.execute(text("INSERT INTO search_words(search_words) VALUES ('integrity-check')"))
        lengths = func.count(func.length(V.vector).distinct())
        mixed = conn.scalar(select(V.model).group_by(V.model).having(lengths > 1).limit(1))
        odd = conn.scalar(select(V.id).where(func.length(V.vector) % 4 != 0).limit(1))
    except DatabaseError as failure:
        raise IndexBroken(f"the search index is damaged: {failure.orig}") from failure
    if mixed is not None or odd is not None:
        raise IndexBroken("the search index holds damaged vectors")
