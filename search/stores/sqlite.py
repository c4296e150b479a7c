"""The index inside the site's own SQLite database, with what is asked of it held in memory."""

import json
import math
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np
from sqlalchemy import ColumnElement, Connection, func, select, text
from sqlalchemy.exc import DatabaseError

from search.encoder import Vectors
from search.query import Corpus, Expanded, Scope
from search.ranking import Candidates, Cosines
from search.stores import holdings as holding
from search.stores import schema, words
from search.stores.base import IndexBroken, Question, Wanted
from search.stores.following import Following, Newest, changed_since, newest
from search.stores.holdings import Flags, Holdings
from search.stores.kept_states import (
    DOCUMENTS,
    VECTORS,
    bring,
    contents_of_holdings,
    contents_of_vectors,
    forget_vectors,
    holdings_of,
    vectors_of,
)
from search.stores.matrix import Snapshot, empty, extend, nearest, too_many_dead
from search.stores.rows import batches
from search.stores.sqlite_holdings import load_held
from search.stores.sqlite_vectors import load_vectors
from search.stores.tables import TableStore

D = schema.documents.c

# What FTS5 gives to a word that half of all documents hold.
LEAST_RARITY: Final = 1e-6
# Stems are stored as they are ("  a  b  "), so the tokenizer must only split at spaces.
CREATE_WORDS: Final = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_words USING fts5("
    "title, whole, tokenize = \"unicode61 remove_diacritics 0 tokenchars '+#.,_'\")"
)


def _drop_unreadable_words(conn: Connection) -> None:
    """Drop what FTS5 cannot open any more, and so will not drop itself, by its parts."""
    conn.execute(text("PRAGMA writable_schema = ON"))
    conn.execute(text("DELETE FROM sqlite_schema WHERE name = 'search_words'"))
    for part in ("data", "idx", "content", "docsize", "config"):
        conn.execute(text(f"DROP TABLE IF EXISTS search_words_{part}"))
    conn.execute(text("PRAGMA writable_schema = RESET"))


class SqliteStore(TableStore):
    """Keeps documents, words and vectors in `search_*` tables; see `Store` for each method.

    One instance per process and database: what it holds in memory follows the rows, change by
    change.
    """

    name = "sqlite"

    def __init__(self) -> None:
        self._held = Following(_hold_more, _hold_all)
        self._vectors: dict[str, Following[Snapshot]] = {}

    def create(self, conn: Connection) -> None:
        """Create the tables that are missing."""
        schema.metadata.create_all(conn)
        conn.execute(text(CREATE_WORDS))
        self.note_layout(conn)

    def drop(self, conn: Connection) -> None:
        """Drop every table of the index."""
        try:
            conn.execute(text("DROP TABLE IF EXISTS search_words"))
        except DatabaseError:
            _drop_unreadable_words(conn)
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

    def forget_models(self, conn: Connection, keep: Collection[str]) -> None:
        """Delete the vectors of every model but those in `keep`."""
        super().forget_models(conn, keep)
        self._vectors = {model: held for model, held in self._vectors.items() if model in keep}
        forget_vectors(conn, keep)

    def warm(self, conn: Connection, model: str) -> None:
        """Load the documents and their vectors: from files where they are, else from all rows."""
        bring(self._held, conn, DOCUMENTS, holdings_of, contents_of_holdings)
        read, write = partial(vectors_of, model), partial(contents_of_vectors, model)
        bring(self._following(model), conn, VECTORS, read, write)

    def by_words(self, conn: Connection, query: Expanded, scope: Scope, limit: int) -> list[int]:
        """Return up to `limit` ids the scope may see, best matching words first."""
        corpus = query.corpus
        terms = [(term, _rarity(term, corpus)) for term in words.telling(query)]
        if not terms:
            return []
        holdings, allowed = self._allowed(conn, scope)
        return holdings.best(terms, corpus.title_length + corpus.whole_length, allowed, limit)

    def by_meaning(self, conn: Connection, question: Question) -> dict[int, Cosines]:
        """Return cosines of the nearest documents in scope and of the further ones asked for."""
        holdings, passing = self._allowed(conn, question.scope)
        snapshot = self._snapshot(conn, question.model)
        if not len(snapshot.owners):
            return {}
        look = snapshot.look(question.vector, question.language)
        allowed = snapshot.allowed(holdings.rows["id"][passing])
        near = nearest(snapshot, look, allowed, question.limit)
        return snapshot.cosines(dict.fromkeys([*near, *question.also]), look)

    def candidates(self, conn: Connection, wanted: Wanted) -> Candidates:
        """Return what ranking needs of documents; the rows themselves are checked when shown."""
        holdings, allowed = self._allowed(conn, wanted.scope)
        return holdings.candidates(wanted, allowed)

    def likeness(self, conn: Connection, model: str, ids: Sequence[int]) -> Vectors:
        """Return the cosines between the titles of `ids`, shape (len(ids), len(ids))."""
        snapshot = self._vectors[model].latest if model in self._vectors else None
        snapshot = snapshot or self._snapshot(conn, model)  # read a moment ago
        rows = np.array([snapshot.title_of(identifier) for identifier in ids], dtype=np.int64)
        titles = np.zeros((len(ids), snapshot.vault.shape[1]), dtype=np.float32)
        titles[rows >= 0] = snapshot.vault[rows[rows >= 0]]
        product: Vectors = titles @ titles.T
        return product

    def facets(self, conn: Connection, ids: Sequence[int]) -> dict[str, int]:
        """Return how many of `ids` carry each label."""
        holdings = self._held.get(conn, newest(conn))
        slots = np.sort(holdings.slots[np.array(ids, dtype=np.int64)])
        return holdings.facets(slots[slots >= 0])

    def facets_in(self, conn: Connection, scope: Scope) -> dict[str, int]:
        """Return how many documents in scope carry each label."""
        holdings, allowed = self._allowed(conn, scope)
        return holdings.facets(np.flatnonzero(allowed))

    def browse(self, conn: Connection, scope: Scope, limit: int, offset: int) -> list[int]:
        """Return ids in scope, newest first: the answer to a search without words."""
        holdings, allowed = self._allowed(conn, scope)
        return holdings.newest(allowed, limit, offset)

    def count(self, conn: Connection, scope: Scope | None = None) -> int:
        """Return how many documents there are, or how many a scope sees."""
        if scope is None:
            return super().count(conn)
        return int(self._allowed(conn, scope)[1].sum())

    def _allowed(self, conn: Connection, scope: Scope) -> tuple[Holdings, Flags]:
        """The documents as the connection sees them, and which of them pass a scope."""
        holdings = self._held.get(conn, newest(conn))
        allowed = holdings.allowed(replace(scope, among=None))
        for phrase in scope.phrases:
            allowed = allowed & _saying(conn, holdings, phrase, allowed)
        for phrase in scope.without:
            allowed = allowed & ~_saying(conn, holdings, phrase, allowed)
        if scope.exclude:
            allowed = allowed & ~_named(conn, holdings, D.key.in_(scope.exclude))
        if scope.among is not None:
            names = func.json_each(json.dumps(scope.among)).table_valued("value")
            allowed = allowed & _named(conn, holdings, D.key.in_(select(names.c.value)))
        return holdings, allowed

    def _snapshot(self, conn: Connection, model: str) -> Snapshot:
        return self._following(model).get(conn, newest(conn))

    def _following(self, model: str) -> Following[Snapshot]:
        followed = self._vectors.get(model)
        if followed is None:
            followed = self._vectors.setdefault(model, _following_vectors(model))
        return followed


def _named(conn: Connection, holdings: Holdings, named: ColumnElement[bool]) -> Flags:
    """Which slots hold documents that are named by their keys."""
    ids = list(conn.scalars(select(D.id).where(named)))
    found: Flags = np.isin(holdings.rows["id"], ids)
    return found


def _rarity(term: str, corpus: Corpus) -> float:
    """A term's weight as FTS5 has it: of words that half the documents hold, next to none."""
    holding = min(corpus.frequencies.get(term, 0), corpus.documents)
    odds = (corpus.documents - holding + 0.5) / (holding + 0.5)
    return max(math.log(odds), LEAST_RARITY)


def _saying(conn: Connection, holdings: Holdings, phrase: str, allowed: Flags) -> Flags:
    """Which of the allowed documents hold some terms one right after the other."""
    terms = phrase.split()
    found = holdings.holding(terms) & allowed
    if len(terms) < 2:
        return found
    held, said = schema.words.c, set[int]()
    for batch in batches(holdings.rows["id"][found].tolist()):
        says = held.whole.contains(phrase, autoescape=True)
        said.update(conn.scalars(select(held.rowid).where(held.rowid.in_(batch), says)))
    exact: Flags = found & np.isin(holdings.rows["id"], list(said))
    return exact


def _hold_more(conn: Connection, old: Holdings, seen: Newest) -> Holdings | None:
    ids = changed_since(conn, old.version)
    current = [held for some in load_held(conn, ids) for held in some]
    gone = set(ids) - {held.id for held in current}
    fresh = holding.extend(old, seen.version, seen.stamp, current, gone)
    return None if fresh.too_many_dead() else fresh


def _hold_all(conn: Connection, seen: Newest) -> Holdings:
    holdings = holding.nothing(seen.version, seen.stamp)
    for some in load_held(conn):
        holdings = holding.extend(holdings, seen.version, seen.stamp, some, ())
    return holding.compact(holdings)


def _following_vectors(model: str) -> Following[Snapshot]:
    def catch_up(conn: Connection, old: Snapshot, seen: Newest) -> Snapshot | None:
        ids = changed_since(conn, old.version)
        current = [found for some in load_vectors(conn, model, ids) for found in some]
        gone = set(ids) - {document.id for document in current}
        fresh = extend(old, seen.version, seen.stamp, current, gone)
        return None if too_many_dead(fresh) else fresh

    def load(conn: Connection, seen: Newest) -> Snapshot:
        snapshot = empty(seen.version, seen.stamp)
        for some in load_vectors(conn, model):
            snapshot = extend(snapshot, seen.version, seen.stamp, some, ())
        return snapshot

    return Following(catch_up, load)
