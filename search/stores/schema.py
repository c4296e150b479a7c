"""The tables of the index, the same in both stores; Alembic knows nothing of them."""

from typing import Any, Final

import numpy as np
from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    column,
    table,
)
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType

from search.encoder import Vectors

# Raised whenever a table or what is stored in it changes; an older index says so and is rebuilt.
LAYOUT: Final = 2

metadata = MetaData()

# PostgreSQL compares texts by a language's rules unless told to go by their characters.
Key = String().with_variant(String(collation="C"), "postgresql")
Number = Integer().with_variant(BigInteger(), "postgresql")


class HalfVector(UserDefinedType[str]):
    """pgvector's ``halfvec``: two bytes a number, which moves a cosine by less than .0001."""

    cache_ok = True

    def __init__(self, dimension: int | None = None) -> None:
        self.dimension = dimension

    def get_col_spec(self, **_: Any) -> str:
        """Name the type as PostgreSQL does."""
        return "halfvec" if self.dimension is None else f"halfvec({self.dimension})"


class VectorType(TypeDecorator[Vectors]):
    """A vector: float32 as it lies in memory on SQLite, ``halfvec`` on PostgreSQL."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the column's type."""
        kind = HalfVector() if dialect.name == "postgresql" else LargeBinary()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Vectors | None, dialect: Dialect) -> Any:
        """Write a vector, shape (dimension,)."""
        if value is None:
            return None
        return written(value) if dialect.name == "postgresql" else value.astype("<f4").tobytes()

    def process_result_value(self, value: Any, dialect: Dialect) -> Vectors | None:
        """Read a vector, shape (dimension,)."""
        if value is None:
            return None
        if dialect.name == "postgresql":
            return np.array(value[1:-1].split(","), dtype=np.float32)
        return np.frombuffer(value, dtype="<f4")


def written(vector: Vectors) -> str:
    """Return a vector in the form in which pgvector reads it."""
    return str(vector.astype(np.float16).tolist())


def _of_document() -> Column[int]:
    return Column(
        "document_id",
        ForeignKey("search_documents.id", ondelete="CASCADE"),
        primary_key=True,
    )


facts = Table(
    "search_facts",
    metadata,
    Column("name", Key, primary_key=True),
    Column("value", Number, nullable=False),
)
documents = Table(
    "search_documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Key, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("sections", Text, nullable=False),  # JSON: [[anchor, heading, text], …]
    Column("language", String, nullable=False),
    Column("standing", Float, nullable=False),
    Column("created_at", Key),
    Column("fresh_at", Key),
    Column("content_hash", String, nullable=False),
    Column("title_length", Integer, nullable=False),  # terms
    Column("whole_length", Integer, nullable=False),  # terms
    sqlite_autoincrement=True,  # an id never returns, so a cache cannot mistake it
)
audiences = Table(
    "search_audiences",
    metadata,
    _of_document(),
    Column("audience", Key, primary_key=True),
)
labels = Table(
    "search_labels",
    metadata,
    _of_document(),
    Column("label", Key, primary_key=True),
    Index("ix_search_labels_label", "label", "document_id"),
)
terms = Table(
    "search_terms",
    metadata,
    Column("term", Key, primary_key=True),
    Column("documents", Integer, nullable=False),
    sqlite_with_rowid=False,
)
# Every known word with one letter left out, so that one slip of the finger is an equality.
slips = Table(
    "search_slips",
    metadata,
    Column("slip", Key, primary_key=True),
    Column("term", Key, primary_key=True),
    sqlite_with_rowid=False,
)
vectors = Table(
    "search_vectors",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "document_id",
        ForeignKey("search_documents.id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("model", String, nullable=False),
    Column("content_hash", String, nullable=False),
    Column("part", String, nullable=False),
    Column("anchor", String, nullable=False),
    Column("position", Integer, nullable=False),  # order within the document
    Column("chunk", Integer, nullable=False),  # which chunk of its section
    Column("vector", VectorType, nullable=False),
    UniqueConstraint("document_id", "model", "position", name="uq_search_vectors_place"),
)
# One row per write that a cache must notice; the stamp tells a rolled-back number from a real one.
changes = Table(
    "search_changes",
    metadata,
    Column("version", Number, primary_key=True),
    Column("stamp", BigInteger, nullable=False),
    Column("document_id", Integer, nullable=False),
    sqlite_autoincrement=True,
)

# Columns: the terms of the title, and of the whole document with it; each store makes it its way.
words = table("search_words", column("rowid"), column("title"), column("whole"))
TABLES: Final = (*metadata.tables, words.name)
