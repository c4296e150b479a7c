"""The index inside the site's own SQLite database: FTS5 for words, rows for vectors."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from sqlalchemy import Connection, delete, func, insert, inspect, select, text
from sqlalchemy.exc import DatabaseError

from search.documents import Document
from search.encoder import Vectors
from search.query import Expanded, Query, Scope
from search.ranking import Candidate, Cosines
from search.stores import schema, sqlite_reads, sqlite_words, sqlite_writes
from search.stores.base import Entry, IndexBroken, Stored
from search.stores.matrix import DocumentVectors, MatrixCache, Snapshot, nearest
from search.stores.sqlite_rows import load_vectors
from search.stores.sqlite_scope import visible
from search.wording import Corpus

D = schema.documents.c


class SqliteStore:
    """Keeps documents, words and vectors in `search_*` tables; see `Store` for each method.

    One instance per process and database: it holds the in-memory copy of the vectors.
    """

    name = "sqlite"

    def __init__(self) -> None:
        self._matrices: dict[str, MatrixCache] = {}

    def create(self, conn: Connection) -> None:
        """Create the tables that are missing."""
        schema.metadata.create_all(conn)
        conn.execute(text(schema.CREATE_WORDS))
        if not conn.scalar(select(schema.facts.c.value).where(schema.facts.c.name == "layout")):
            conn.execute(insert(schema.facts).values(name="layout", value=schema.LAYOUT))

    def drop(self, conn: Connection) -> None:
        """Drop every table of the index."""
        conn.execute(text("DROP TABLE IF EXISTS search_words"))
        schema.metadata.drop_all(conn)

    def check(self, conn: Connection) -> None:
        """Raise `IndexBroken` when a table is missing, damaged or of an older layout."""
        missing = set(schema.TABLES) - set(inspect(conn).get_table_names())
        if missing:
            raise IndexBroken(f"the search index lacks {', '.join(sorted(missing))}")
        try:
            layout = conn.scalar(
                select(schema.facts.c.value).where(schema.facts.c.name == "layout")
            )
            conn.execute(text("SELECT rowid FROM search_words WHERE search_words MATCH 'a'"))
            words = conn.scalar(text("SELECT count(*) FROM search_words_docsize"))
        except DatabaseError as failure:
            raise IndexBroken(f"the search index is damaged: {failure.orig}") from failure
        if layout != schema.LAYOUT:
            raise IndexBroken(f"the search index has layout {layout}, not {schema.LAYOUT}")
        if words != sqlite_words.total_documents(conn):
            raise IndexBroken("the search index has lost words of some documents")

    def write(self, conn: Connection, entries: Sequence[Entry]) -> None:
        """Insert the entries or replace what their keys hold; current vectors are kept."""
        sqlite_writes.write(conn, entries)

    def attach(self, conn: Connection, entries: Sequence[Entry]) -> int:
        """Store vectors made after the documents; those that changed since are passed over."""
        return sqlite_writes.attach(conn, entries)

    def remove(self, conn: Connection, keys: Iterable[str]) -> None:
        """Delete the documents; unknown keys are no error."""
        sqlite_writes.remove(conn, keys)

    def set_audiences(self, conn: Connection, key: str, audiences: Iterable[str]) -> None:
        """Change who may find a document, leaving the rest as it is."""
        sqlite_writes.set_audiences(conn, key, audiences)

    def set_labels(
        self, conn: Connection, key: str, labels: Iterable[str], standing: float | None
    ) -> None:
        """Change a document's facet labels and, unless None, its standing."""
        sqlite_writes.set_labels(conn, key, labels, standing)

    def forget_models(self, conn: Connection, keep: str) -> None:
        """Delete the vectors of every model but `keep`."""
        conn.execute(delete(schema.vectors).where(schema.vectors.c.model != keep))
        self._matrices = {model: cache for model, cache in self._matrices.items() if model == keep}

    def expand(self, conn: Connection, query: Query) -> Expanded:
        """Return the query's terms with prefixes and typos resolved in the vocabulary."""
        return sqlite_words.expand(conn, query)

    def corpus(self, conn: Connection, terms: Iterable[str]) -> Corpus:
        """Return the counts BM25 needs for `terms`."""
        return sqlite_words.corpus(conn, terms)

    def by_words(self, conn: Connection, query: Expanded, scope: Scope, limit: int) -> list[int]:
        """Return up to `limit` ids the scope may see, best matching words first."""
        expression = sqlite_words.match_expression(conn, query)
        if not expression:
            return []
        return sqlite_words.matching(conn, expression, visible(scope), limit)

    def by_meaning(
        self,
        conn: Connection,
        model: str,
        vector: Vectors,
        scope: Scope,
        limit: int,
        also: Iterable[int],
        language: str,
    ) -> dict[int, Cosines]:
        """Return cosines of the `limit` nearest documents in scope and of those in `also`."""
        snapshot = self._snapshot(conn, model)
        if not len(snapshot.owners):
            return {}
        scores, added = snapshot.scores(vector, language)
        allowed = snapshot.visible(frozenset(scope.audiences), frozenset(scope.kinds))
        if scope.labels or scope.exclude:
            seen = list(conn.scalars(select(D.id).where(visible(scope))))
            allowed &= np.isin(snapshot.owners, np.array(seen, dtype=np.int64))
        wanted = dict.fromkeys([*nearest(snapshot, scores, allowed, limit), *also])
        found = {number: snapshot.cosines(number, scores, added) for number in wanted}
        return {identifier: cosines for identifier, cosines in found.items() if cosines}

    def question_of(self, conn: Connection, model: str, key: str) -> tuple[Vectors, str] | None:
        """Return a document's vector, shape (dimension,), and language; None without one."""
        return sqlite_reads.question_of(conn, model, key)

    def likeness(self, conn: Connection, model: str, ids: Sequence[int]) -> Vectors:
        """Return the cosines between the titles of `ids`, shape (len(ids), len(ids))."""
        snapshot = self._snapshot(conn, model)
        rows = [snapshot.rows.get(identifier, (-1,))[0] for identifier in ids]
        dimension = snapshot.matrix.shape[1] if snapshot.rows else 0
        blank = np.zeros(dimension, dtype=np.float32)
        titles = np.array([snapshot.matrix[row] if row >= 0 else blank for row in rows])
        titles = titles.reshape(len(ids), dimension)
        product: Vectors = titles @ titles.T
        return product

    def candidates(
        self, conn: Connection, ids: Iterable[int], scope: Scope, cosines: Mapping[int, Cosines]
    ) -> list[Candidate]:
        """Load what ranking needs of `ids`, checking the scope once more in the SQL."""
        return sqlite_reads.candidates(conn, ids, scope, cosines)

    def stored(
        self, conn: Connection, model: str, found: Mapping[int, int | None]
    ) -> dict[int, Stored]:
        """Load the texts of ids; the value is the index of the best vector, or None."""
        return sqlite_reads.stored(conn, model, found)

    def facets(self, conn: Connection, ids: Iterable[int]) -> dict[str, int]:
        """Return how many of `ids` carry each label."""
        return sqlite_reads.facets(conn, ids)

    def facets_in(self, conn: Connection, scope: Scope) -> dict[str, int]:
        """Return how many documents in scope carry each label."""
        return sqlite_reads.facets_in(conn, scope)

    def keys(self, conn: Connection) -> set[str]:
        """Return the keys of all documents."""
        return set(conn.scalars(select(D.key)))

    def browse(self, conn: Connection, scope: Scope, limit: int, offset: int) -> list[int]:
        """Return ids in scope, newest first: the answer to a search without words."""
        return sqlite_reads.browse(conn, scope, limit, offset)

    def count(self, conn: Connection, scope: Scope | None = None) -> int:
        """Return how many documents there are, or how many a scope sees."""
        statement = select(func.count()).select_from(schema.documents)
        return conn.scalar(statement.where(visible(scope)) if scope else statement) or 0

    def needs_embedding(self, conn: Connection, model: str, limit: int) -> list[Document]:
        """Return documents without current vectors of `model`, oldest first."""
        return sqlite_reads.needs_embedding(conn, model, limit)

    def hashes(self, conn: Connection, keys: Iterable[str], model: str) -> dict[str, str]:
        """Return, of `keys` whose vectors of `model` are current, their content hashes."""
        return sqlite_reads.hashes(conn, keys, model)

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
