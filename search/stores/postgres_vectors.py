"""The vectors of a model in PostgreSQL, and the index of their neighbourhood."""

import hashlib
from collections.abc import Collection, Iterable
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, not_, text

from search.stores import schema
from search.stores.base import Entry

# Neighbours weighed up when a vector is put in; 64 is pgvector's own.
EF_CONSTRUCTION: Final = 100

D, V = schema.documents.c, schema.vectors.c


def current(model: str) -> ColumnElement[bool]:
    """Vectors of `model` made of the present text; the name stands in the SQL for the index.

    Hashes are compared by a function. PostgreSQL takes an equality of theirs for something that
    one row in thousands passes, though nearly all do, and then sorts every vector there is rather
    than walk through the index of the nearest.
    """
    return and_(
        V.model == bindparam("model", model, literal_execute=True),
        not_(func.textne(V.content_hash, D.content_hash)),
    )


def index_models(conn: Connection, entries: Iterable[Entry]) -> None:
    """Make the HNSW index of each model that `entries` bring vectors of, where it is missing."""
    dimensions = {e.model: e.vectors.shape[1] for e in entries if e.vectors is not None}
    for model, dimension in dimensions.items():
        name = _index_name(model)
        if not is_there(conn, name):
            chosen = V.model == bindparam("model", model, literal_execute=True)
            condition = chosen.compile(dialect=conn.dialect, compile_kwargs={"literal_binds": True})
            conn.exec_driver_sql(
                f"CREATE INDEX {name} ON search_vectors"
                f" USING hnsw ((vector::halfvec({dimension})) halfvec_ip_ops)"
                f" WITH (ef_construction = {EF_CONSTRUCTION}) WHERE {condition}"
            )


def is_there(conn: Connection, name: str) -> bool:
    """Whether the schema that is written to has this table or index."""
    return bool(
        conn.scalar(
            text("SELECT to_regclass(quote_ident(current_schema()) || '.' || :name) IS NOT NULL"),
            {"name": name},
        )
    )


def drop_indexes(conn: Connection, keep: Collection[str]) -> None:
    """Drop the HNSW indexes of every model but those in `keep`."""
    names = conn.scalars(
        text("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()"
             " AND indexname LIKE 'ix\\_search\\_near\\_%' AND NOT indexname = ANY(:kept)"),
        {"kept": [_index_name(model) for model in keep]},
    )  # fmt: skip
    for name in list(names):
        conn.exec_driver_sql(f"DROP INDEX {name}")


def _index_name(model: str) -> str:
    digest = hashlib.sha256(model.encode()).hexdigest()[:16]
    return f"ix_search_near_{digest}"
