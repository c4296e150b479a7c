"""The tables of the index in SQLite; Alembic knows nothing of them."""

from typing import Final

from sqlalchemy import (
    Column,
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

# Raised whenever a table or what is stored in it changes; an older index says so and is rebuilt.
LAYOUT: Final = 1

metadata = MetaData()


def _of_document() -> Column[int]:
    return Column(
        "document_id",
        ForeignKey("search_documents.id", ondelete="CASCADE"),
        primary_key=True,
    )


facts = Table(
    "search_facts",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Integer, nullable=False),
)
documents = Table(
    "search_documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("sections", Text, nullable=False),  # JSON: [[anchor, heading, text], …]
    Column("language", String, nullable=False),
    Column("standing", Float, nullable=False),
    Column("created_at", String),
    Column("content_hash", String, nullable=False),
    Column("title_length", Integer, nullable=False),  # terms
    Column("whole_length", Integer, nullable=False),  # terms
    sqlite_autoincrement=True,  # an id never returns, so a cache cannot mistake it
)
audiences = Table(
    "search_audiences",
    metadata,
    _of_document(),
    Column("audience", String, primary_key=True),
)
labels = Table(
    "search_labels",
    metadata,
    _of_document(),
    Column("label", String, primary_key=True),
    Index("ix_search_labels_label", "label", "document_id"),
)
terms = Table(
    "search_terms",
    metadata,
    Column("term", String, primary_key=True),
    Column("documents", Integer, nullable=False),
    sqlite_with_rowid=False,
)
# Every known word with one letter left out, so that one slip of the finger is an equality.
slips = Table(
    "search_slips",
    metadata,
    Column("slip", String, primary_key=True),
    Column("term", String, primary_key=True),
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
    Column("vector", LargeBinary, nullable=False),  # float32, little-endian
    UniqueConstraint("document_id", "model", "position", name="uq_search_vectors_place"),
)
# One row per write that a cache must notice; the stamp tells a rolled-back number from a real one.
changes = Table(
    "search_changes",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("stamp", Integer, nullable=False),
    Column("document_id", Integer, nullable=False),
    sqlite_autoincrement=True,
)

# Stems are stored as they are ("  a  b  "), so the tokenizer must only split at spaces.
CREATE_WORDS: Final = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_words USING fts5("
    "title, whole, tokenize = \"unicode61 remove_diacritics 0 tokenchars '+#.,_'\")"
)
# Columns: the terms of the title, and of the whole document with it.
words = table("search_words", column("rowid"), column("title"), column("whole"))
TABLES: Final = (*metadata.tables, words.name)
