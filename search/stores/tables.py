"""What both stores do alike: documents, their keys and their vocabulary, as ordinary tables."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, delete, func, insert, inspect, select, text, update
from sqlalchemy.exc import DatabaseError

from search.documents import Document
from search.encoder import Vectors
from search.query import Corpus, Expanded, Query, Scope
from search.ranking import Candidates
from search.stores import reads, schema, words, writes
from search.stores.base import Entry, IndexBroken, Stored, Wanted
from search.stores.scope import visible

D = schema.documents.c


class TableStore:
    """The shared half of a store; see `base.Store` for each method."""

    def note_layout(self, conn: Connection) -> None:
        """Write down in which layout the tables are; those of the one before are brought to it."""
        layout = _layout(conn)
        if layout is None:
            conn.execute(insert(schema.facts).values(name="layout", value=schema.LAYOUT))
        elif layout == schema.LAYOUT - 1:  # a column more, and nothing made before is lost
            kind = D.fresh_at.type.compile(conn.dialect)
            conn.execute(text(f"ALTER TABLE search_documents ADD COLUMN fresh_at {kind}"))
            facts = schema.facts
            layouts = update(facts).where(facts.c.name == "layout")
            conn.execute(layouts.values(value=schema.LAYOUT))

    def check_tables(self, conn: Connection) -> None:
        """Raise `IndexBroken` when a table is missing or of an older layout."""
        missing = set(schema.TABLES) - self.table_names(conn)
        if missing:
            raise IndexBroken(f"the search index lacks {', '.join(sorted(missing))}")
        try:
            layout = _layout(conn)
        except DatabaseError as failure:
            raise IndexBroken(f"the search index is damaged: {failure.orig}") from failure
        if layout != schema.LAYOUT:
            raise IndexBroken(f"the search index has layout {layout}, not {schema.LAYOUT}")

    def table_names(self, conn: Connection) -> set[str]:
        """Return the tables of the place that is written to."""
        return set(inspect(conn).get_table_names())

    def check_words(self, conn: Connection, held: int | None) -> None:
        """Raise `IndexBroken` when the words of some documents are gone."""
        if held != self.count(conn):
            raise IndexBroken("the search index has lost words of some documents")

    def write(self, conn: Connection, entries: Sequence[Entry]) -> None:
        """Insert the entries or replace what their keys hold; current vectors are kept."""
        writes.write(conn, entries)

    def attach(self, conn: Connection, entries: Sequence[Entry], *, nearest: bool = True) -> int:
        """Store vectors made after the documents; those that changed since are passed over."""
        del nearest  # rows are rows
        return writes.attach(conn, entries)

    def remove(self, conn: Connection, keys: Iterable[str]) -> None:
        """Delete the documents; unknown keys are no error."""
        writes.remove(conn, keys)

    def set_audiences(self, conn: Connection, key: str, audiences: Iterable[str]) -> None:
        """Change who may find a document, leaving the rest as it is."""
        writes.set_audiences(conn, key, audiences)

    def set_labels(
        self, conn: Connection, key: str, labels: Iterable[str], standing: float | None
    ) -> None:
        """Change a document's facet labels and, unless None, its standing."""
        writes.set_labels(conn, key, labels, standing)

    def forget_models(self, conn: Connection, keep: Collection[str]) -> None:
        """Delete the vectors of every model but those in `keep`."""
        conn.execute(delete(schema.vectors).where(schema.vectors.c.model.not_in(keep)))

    def expand(self, conn: Connection, query: Query, *, forgiving: bool = True) -> Expanded:
        """Return the query's terms with prefixes and, if forgiving, typos resolved."""
        return words.expand(conn, query, forgiving=forgiving)

    def corpus(self, conn: Connection, terms: Iterable[str]) -> Corpus:
        """Return the counts BM25 needs for `terms`."""
        return words.corpus(conn, terms)

    def candidates(self, conn: Connection, wanted: Wanted) -> Candidates:
        """Load what ranking needs of documents, checking the scope once more in the SQL."""
        return reads.candidates(conn, wanted)

    def question_of(self, conn: Connection, model: str, key: str) -> tuple[Vectors, str] | None:
        """Return a document's vector, shape (dimension,), and language; None without one."""
        return reads.question_of(conn, model, key)

    def stored(
        self, conn: Connection, model: str, found: Mapping[int, int | None], scope: Scope
    ) -> dict[int, Stored]:
        """Load the texts of ids that the scope's audiences may see, with their best places."""
        return reads.stored(conn, model, found, scope.audiences)

    def facets(self, conn: Connection, ids: Sequence[int]) -> dict[str, int]:
        """Return how many of `ids` carry each label."""
        return reads.facets(conn, ids)

    def facets_in(self, conn: Connection, scope: Scope) -> dict[str, int]:
        """Return how many documents in scope carry each label."""
        return reads.facets_in(conn, scope)

    def keys(self, conn: Connection) -> set[str]:
        """Return the keys of all documents."""
        return set(conn.scalars(select(D.key)))

    def browse(self, conn: Connection, scope: Scope, limit: int, offset: int) -> list[int]:
        """Return ids in scope, newest first: the answer to a search without words."""
        return reads.browse(conn, scope, limit, offset)

    def count(self, conn: Connection, scope: Scope | None = None) -> int:
        """Return how many documents there are, or how many a scope sees."""
        statement = select(func.count()).select_from(schema.documents)
        return conn.scalar(statement.where(visible(scope)) if scope else statement) or 0

    def opinions(
        self, conn: Connection, model: str, vector: Vectors, ids: Sequence[int]
    ) -> dict[int, float]:
        """Return the nearest cosine of each of `ids` that has vectors of `model`."""
        return reads.opinions(conn, model, vector, ids)

    def needs_embedding(
        self, conn: Connection, model: str, limit: int, language: str = ""
    ) -> list[Document]:
        """Return documents without current vectors of `model`, oldest first."""
        return reads.needs_embedding(conn, model, limit, language)

    def hashes(self, conn: Connection, keys: Iterable[str], model: str) -> dict[str, str]:
        """Return, of `keys` whose vectors of `model` are current, their content hashes."""
        return reads.hashes(conn, keys, model)


def _layout(conn: Connection) -> int | None:
    facts = schema.facts.c
    return conn.scalar(select(facts.value).where(facts.name == "layout"))
