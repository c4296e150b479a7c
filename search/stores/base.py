"""What a place for the index must be able to do, whichever database it is.

Every method takes the caller's connection and stays inside its transaction: removing a
document or narrowing its audience is as atomic as the change that caused it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from search.documents import Document, Part
from search.encoder import Vectors
from search.query import Corpus, Expanded, Query, Scope
from search.ranking import Candidates, Cosines
from search.wording import Weighed


class IndexBroken(Exception):
    """The index's tables are missing or damaged; `search reindex` builds them anew."""


class CannotIndex(RuntimeError):
    """The database cannot hold an index at all; the text says in one line what it lacks."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document ready to be written, with its vectors where they could be made.

    Args:
        document: what to index.
        content_hash: changes when anything that is embedded changes.
        model: whose vectors these are; empty where there are none.
        places: (part, anchor, position) of each vector.
        vectors: shape (len(places), dimension), float32, L2-normalised.
    """

    document: Document
    content_hash: str
    model: str
    places: tuple[tuple[Part, str, int], ...]
    vectors: Vectors | None


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A vector, and how many of the documents near it are wanted.

    Args:
        model: only its vectors are compared.
        vector: the query's, shape (dimension,).
        language: the query's, empty where it is in none.
        scope: who asks for what.
        limit: number of documents.
        also: further ids whose cosines are wanted.
    """

    model: str
    vector: Vectors
    language: str
    scope: Scope
    limit: int
    also: Sequence[int] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """Documents to score for one query.

    Args:
        ids: the documents.
        scope: who asks for what; checked once more.
        cosines: what is known of their meaning.
        text: the query as typed, for letters.
        weighed: its terms, to be counted.
    """

    ids: Sequence[int]
    scope: Scope
    cosines: Mapping[int, Cosines]
    text: str
    weighed: Weighed


@dataclass(frozen=True, slots=True)
class Stored:
    """What is shown of a found document: its texts (no audiences, no labels), its best place."""

    document: Document
    best: tuple[Part, str, int] | None


class Store(Protocol):
    """The tables of the index and the questions asked of them."""

    name: str

    def create(self, conn: Connection) -> None:
        """Create the tables that are missing."""

    def drop(self, conn: Connection) -> None:
        """Drop every table of the index, damaged ones too."""

    def check(self, conn: Connection) -> None:
        """Raise `IndexBroken` when a table is missing, damaged or of an older layout."""

    def warm(self, conn: Connection, model: str) -> None:
        """Load what questions need into memory, before the first of them waits for it."""

    def write(self, conn: Connection, entries: Sequence[Entry]) -> None:
        """Insert the entries or replace what their keys hold.

        Vectors already stored for the same content are kept where an entry brings none.
        """

    def attach(self, conn: Connection, entries: Sequence[Entry], *, nearest: bool = True) -> int:
        """Store vectors made after the documents were written; return how many fitted.

        An entry whose document changed or went away meanwhile is passed over.

        Args:
            conn: the caller's connection.
            entries: documents with their vectors.
            nearest: whether the nearest of them will be looked for; False for a model that is
                asked about documents which others found.
        """

    def remove(self, conn: Connection, keys: Iterable[str]) -> None:
        """Delete the documents; unknown keys are no error."""

    def set_audiences(self, conn: Connection, key: str, audiences: Iterable[str]) -> None:
        """Change who may find a document, leaving the rest as it is."""

    def set_labels(
        self, conn: Connection, key: str, labels: Iterable[str], standing: float | None
    ) -> None:
        """Change a document's facet labels and, unless None, its standing."""

    def expand(self, conn: Connection, query: Query, *, forgiving: bool = True) -> Expanded:
        """Return the query's terms with prefixes and, if forgiving, typos resolved."""

    def corpus(self, conn: Connection, terms: Iterable[str]) -> Corpus:
        """Return the counts BM25 needs for `terms`."""

    def by_words(self, conn: Connection, query: Expanded, scope: Scope, limit: int) -> list[int]:
        """Return up to `limit` ids the scope may see, best matching words first."""

    def by_meaning(self, conn: Connection, question: Question) -> dict[int, Cosines]:
        """Return cosines of the nearest documents in scope and of the further ones asked for.

        Both the choice and the cosines are on the scale of one language
        (`search.languages.Scale`), so that no language crowds out another.
        """

    def candidates(self, conn: Connection, wanted: Wanted) -> Candidates:
        """Return what ranking needs of documents, checking the scope once more."""

    def question_of(self, conn: Connection, model: str, key: str) -> tuple[Vectors, str] | None:
        """Return a document's vector, shape (dimension,), and language; None without one."""

    def likeness(self, conn: Connection, model: str, ids: Sequence[int]) -> Vectors:
        """Return the cosines between the titles of `ids`, shape (len(ids), len(ids))."""

    def stored(
        self, conn: Connection, model: str, found: Mapping[int, int | None], scope: Scope
    ) -> dict[int, Stored]:
        """Load the texts of ids that the scope's audiences may see.

        Args:
            conn: the caller's connection.
            model: whose vectors the indexes are of.
            found: ids with the index of the best vector, or None.
            scope: who asks.
        """

    def facets(self, conn: Connection, ids: Sequence[int]) -> dict[str, int]:
        """Return how many of `ids` carry each label."""

    def facets_in(self, conn: Connection, scope: Scope) -> dict[str, int]:
        """Return how many documents in scope carry each label."""

    def keys(self, conn: Connection) -> set[str]:
        """Return the keys of all documents."""

    def browse(self, conn: Connection, scope: Scope, limit: int, offset: int) -> list[int]:
        """Return ids in scope, newest first: the answer to a search without words."""

    def count(self, conn: Connection, scope: Scope | None = None) -> int:
        """Return how many documents there are, or how many a scope sees."""

    def opinions(
        self, conn: Connection, model: str, vector: Vectors, ids: Sequence[int]
    ) -> dict[int, float]:
        """Return the nearest cosine of each of `ids` that has vectors of `model`.

        They are read for these alone and not kept.
        """

    def needs_embedding(
        self, conn: Connection, model: str, limit: int, language: str = ""
    ) -> list[Document]:
        """Return documents without current vectors of `model`, oldest first.

        Args:
            conn: the caller's connection.
            model: the name of its vectors.
            limit: number of documents.
            language: only documents in it; in any if empty.
        """

    def hashes(self, conn: Connection, keys: Iterable[str], model: str) -> dict[str, str]:
        """Return, of `keys` whose vectors of `model` are current, their content hashes."""

    def tidy(self, conn: Connection) -> None:
        """Let the database look at its tables anew, after many documents came or went."""

    def forget_models(self, conn: Connection, keep: Collection[str]) -> None:
        """Delete the vectors of every model but those in `keep`."""
