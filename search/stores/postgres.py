"""The index inside the site's own PostgreSQL: tsvector for words, pgvector for meaning."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

import numpy as np
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import ProgrammingError

from search.encoder import Vectors
from search.query import Expanded, Scope
from search.ranking import Cosines
from search.stores import postgres_meaning, postgres_vectors, postgres_words, schema
from search.stores.base import CannotIndex, Entry, Question
from search.stores.postgres_centres import Centres, centres_of
from search.stores.postgres_meaning import Asked
from search.stores.tables import TableStore

# Iterative scans, without which a filter after the index leaves too few, came with this one.
PGVECTOR_MINIMUM: Final = (0, 8)
# Any number that nothing else in the database uses: whoever writes to the index holds it.
WRITERS_LOCK: Final = 0x7468_7764

# array_to_tsvector takes our stems as they are; to_tsvector would take "c++" and "4.2.1" apart.
CREATE_WORDS: Final = (
    "CREATE TABLE search_words ("
    " rowid integer PRIMARY KEY REFERENCES search_documents (id) ON DELETE CASCADE,"
    " title text NOT NULL,"
    ' "whole" text NOT NULL,'
    " title_stems tsvector NOT NULL GENERATED ALWAYS AS"
    " (array_to_tsvector(string_to_array(btrim(title), '  '))) STORED,"
    " stems tsvector NOT NULL GENERATED ALWAYS AS"
    " (array_to_tsvector(string_to_array(btrim(\"whole\"), '  '))) STORED)"
)
CREATE_STEMS: Final = (
    "CREATE INDEX ix_search_words_stems ON search_words USING gin (stems) WITH (fastupdate = off)"
)


class PostgresStore(TableStore):
    """Keeps documents, words and vectors in `search_*` tables; see `Store` for each method.

    Whoever writes holds a lock until the transaction ends: counts of terms stay right, and two
    writers never wait for each other in a circle.
    """

    name = "postgresql"

    def __init__(self) -> None:
        self._centres: dict[str, Centres] = {}

    def create(self, conn: Connection) -> None:
        """Create the tables that are missing, and the extension in which vectors lie."""
        _need_pgvector(conn)
        schema.metadata.create_all(conn)
        if not postgres_vectors.is_there(conn, "search_words"):
            conn.execute(text(CREATE_WORDS))
            conn.execute(text(CREATE_STEMS))
        postgres_vectors.keep_languages(conn)
        self.note_layout(conn)

    def drop(self, conn: Connection) -> None:
        """Drop every table of the index."""
        if postgres_vectors.is_there(conn, "search_words"):  # and no other schema's
            conn.execute(text("DROP TABLE search_words"))
        schema.metadata.drop_all(conn)
        self._centres = {}

    def check(self, conn: Connection) -> None:
        """Raise `IndexBroken` when a table is missing, emptied or of an older layout."""
        self.check_tables(conn)
        self.check_words(conn, conn.scalar(text("SELECT count(*) FROM search_words")))

    def table_names(self, conn: Connection) -> set[str]:
        """Return the tables of the schema that is written to, not of all in sight."""
        mine = text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        return set(conn.scalars(mine))

    def write(self, conn: Connection, entries: Sequence[Entry]) -> None:
        """Insert the entries or replace what their keys hold; current vectors are kept."""
        _lock_writers(conn)
        postgres_vectors.index_models(conn, entries)
        super().write(conn, entries)

    def attach(self, conn: Connection, entries: Sequence[Entry], *, nearest: bool = True) -> int:
        """Store vectors made after the documents; those that changed since are passed over."""
        _lock_writers(conn)
        if nearest:
            postgres_vectors.index_models(conn, entries)
        return super().attach(conn, entries)

    def remove(self, conn: Connection, keys: Iterable[str]) -> None:
        """Delete the documents; unknown keys are no error."""
        _lock_writers(conn)
        super().remove(conn, keys)

    def tidy(self, conn: Connection) -> None:
        """Count anew: without figures PostgreSQL compares every vector and asks no index."""
        for name in schema.TABLES:
            conn.execute(text(f"ANALYZE {name}"))

    def forget_models(self, conn: Connection, keep: Collection[str]) -> None:
        """Delete the vectors of every model but those in `keep`."""
        super().forget_models(conn, keep)
        postgres_vectors.drop_indexes(conn, keep)
        self._centres = {model: kept for model, kept in self._centres.items() if model in keep}

    def warm(self, conn: Connection, model: str) -> None:
        """Take the averages of all languages, on which questions are asked."""
        self._centres[model] = centres_of(conn, model, self._centres.get(model))

    def by_words(self, conn: Connection, query: Expanded, scope: Scope, limit: int) -> list[int]:
        """Return up to `limit` ids the scope may see, best matching words first."""
        return postgres_words.by_words(conn, query, scope, limit)

    def by_meaning(self, conn: Connection, question: Question) -> dict[int, Cosines]:
        """Return cosines of the nearest documents in scope and of the further ones asked for."""
        centres = centres_of(conn, question.model, self._centres.get(question.model))
        self._centres[question.model] = centres
        if not centres.languages:
            return {}
        asked = Asked(question.model, question.vector, centres, question.language)
        found = postgres_meaning.nearest(conn, asked, question.scope, question.limit)
        return postgres_meaning.cosines(conn, asked, dict.fromkeys([*found, *question.also]))

    def likeness(self, conn: Connection, model: str, ids: Sequence[int]) -> Vectors:
        """Return the cosines between the titles of `ids`, shape (len(ids), len(ids))."""
        titles = postgres_meaning.titles(conn, model, ids)
        if not titles:
            return np.zeros((len(ids), len(ids)), dtype=np.float32)
        blank = np.zeros_like(next(iter(titles.values())))
        matrix = np.stack([titles.get(identifier, blank) for identifier in ids])
        product: Vectors = matrix @ matrix.T
        return product


def _lock_writers(conn: Connection) -> None:
    conn.execute(select(func.pg_advisory_xact_lock(WRITERS_LOCK)))


def _need_pgvector(conn: Connection) -> None:
    """Have the extension, or say in one line what to do about it."""
    row = conn.execute(
        text(
            "SELECT installed_version, default_version FROM pg_available_extensions"
            " WHERE name = 'vector'"
        )
    ).first()
    if row is None:
        raise CannotIndex(
            "PostgreSQL lacks the extension pgvector 0.8 or newer: install it on the database's "
            "machine (Debian and Ubuntu: the package postgresql-NN-pgvector)."
        )
    version = str(row.installed_version or row.default_version)
    if tuple(int(part) for part in version.split(".")[:2]) < PGVECTOR_MINIMUM:
        raise CannotIndex(
            f"PostgreSQL has pgvector {version} and 0.8 or newer is needed: install it, then run "
            "ALTER EXTENSION vector UPDATE in this database as its owner."
        )
    if row.installed_version is None:
        try:
            conn.execute(text("CREATE EXTENSION IF NOT EXISTS vector"))
        except ProgrammingError as failure:
            raise CannotIndex(
                "This account may not add pgvector: run CREATE EXTENSION vector in this database "
                "as a PostgreSQL administrator, then start again."
            ) from failure
