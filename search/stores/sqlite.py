"""The index inside the site's own SQLite database: FTS5 for words, rows for vectors."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DatabaseError

from search.encoder import Vectors
from search.query import Expanded, Scope
from search.ranking import Cosines
from search.stores import schema, words
from search.stores.base import IndexBroken, Question
from search.stores.matrix import DocumentVectors, MatrixCache, Snapshot, nearest
from search.stores.scope import visible
from search.stores.sqlite_vectors import load_vectors
from search.stores.tables import TableStore

D = schema.documents.c

# Stems are stored as they are ("  a  b  "), so the tokenizer must only split at spaces.
CREATE_WORDS: Final = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_words USING fts5("
    "title, whole, tokenize = \"unicode61 remove_diacritics 0 tokenchars '+#.,_'\")"
)


class SqliteStore(TableStore):
    """Keeps documents, words and vectors in `search_*` tables; see `Store` for each method.

    One instance per process and database: it holds the in-memory copy of the vectors.
    """

    name = "sqlite"

    def __init__(self) -> None:
        self._matrices: dict[str, MatrixCache] = {}

    def create(self, conn: Connection) -> None:
        """Create the tables that are missing."""
        schema.metadata.create_all(conn)
        conn.execute(text(CREATE_WORDS))
        self.note_layout(conn)

    def drop(self, conn: Connection) -> None:
        """Drop every table of the index."""
        conn.execute(text("DROP TABLE IF EXISTS search_words"))
        schema.metadata.drop_all(conn)

    def check(self, conn: Connection) -> None:
        """Raise `IndexBroken` when a table is missing, damaged or of an older layout."""
        self.check_tables(conn)
        try:
            conn.execute(text("SELECT rowid FROM search_words WHERE search_words MATCH 'a'"))
            held = conn.scalar(text("SELECT count(*) FROM search_words_docsize"))
        except DatabaseError as failure:
            raise IndexBroken(f"the search index is damaged: {failure.orig}") from failure
        self.check_words(conn, held)

    def tidy(self, conn: Connection) -> None:
        """Nothing: no statement here depends on what SQLite knows of its tables."""

    def forget_models(self, conn: Connection, keep: str) -> None:
        """Delete the vectors of every model but `keep`."""
        super().forget_models(conn, keep)
        self._matrices = {model: cache for model, cache in self._matrices.items() if model == keep}

    def by_words(self, conn: Connection, query: Expanded, scope: Scope, limit: int) -> list[int]:
        """Return up to `limit` ids the scope may see, by SQLite's own BM25."""
        expression = " OR ".join(_quoted(term) for term in words.telling(query))
        if not expression:
            return []
        statement = (
            select(D.id)
            .join(schema.words, D.id == schema.words.c.rowid)
            .where(text("search_words MATCH :expression"), visible(scope))
            .order_by(text("bm25(search_words, 2.0, 1.0)"), D.id)
            .limit(limit)
        )
        return list(conn.scalars(statement, {"expression": expression}))

    def by_meaning(self, conn: Connection, question: Question) -> dict[int, Cosines]:
        """Return cosines of the nearest documents in scope and of the further ones asked for."""
        scope = question.scope
        snapshot = self._snapshot(conn, question.model)
        if not len(snapshot.owners):
            return {}
        scores, added = snapshot.scores(question.vector, question.language)
        allowed = snapshot.visible(frozenset(scope.audiences), frozenset(scope.kinds))
        if scope.narrows:
            seen = list(conn.scalars(select(D.id).where(visible(scope))))
            allowed &= np.isin(snapshot.owners, np.array(seen, dtype=np.int64))
        near = nearest(snapshot, scores, allowed, question.limit)
        return snapshot.cosines(dict.fromkeys([*near, *question.also]), scores, added)

    def likeness(self, conn: Connection, model: str, ids: Sequence[int]) -> Vectors:
        """Return the cosines between the titles of `ids`, shape (len(ids), len(ids))."""
        held = self._matrices.get(model)  # read a moment ago, when these were chosen
        snapshot = (held.latest if held else None) or self._snapshot(conn, model)
        rows = [snapshot.rows.get(identifier, (-1,))[0] for identifier in ids]
        dimension = snapshot.matrix.shape[1] if snapshot.rows else 0
        blank = np.zeros(dimension, dtype=np.float32)
        titles = np.array([snapshot.matrix[row] if row >= 0 else blank for row in rows])
        titles = titles.reshape(len(ids), dimension)
        product: Vectors = titles @ titles.T
        return product

    def _snapshot(self, conn: Connection, model: str) -> Snapshot:
        changes = schema.changes.c
        newest = select(changes.version, changes.stamp).order_by(changes.version.desc()).limit(1)
        row = conn.execute(newest).first()
        version, stamp = (row.version, row.stamp) if row else (0, 0)

        def stamp_of(number: int) -> int | None:
            return conn.scalar(select(changes.stamp).where(changes.version == number))

        def changed(since: int) -> tuple[list[DocumentVectors], list[int]]:
            touched = select(changes.document_id).where(changes.version > since).distinct()
            ids = list(conn.scalars(touched))
            current = load_vectors(conn, model, ids)
            return current, sorted(set(ids) - {document.id for document in current})

        cache = self._matrices.setdefault(model, MatrixCache())
        return cache.get(version, stamp, stamp_of, changed, lambda: load_vectors(conn, model))


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'
