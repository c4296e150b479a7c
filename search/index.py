"""The one way into search: index, remove, suggest, find, rebuild.

Every method that touches the database takes the caller's connection and never begins or ends its
transaction. Embedding is apart from writing: `prepare` before the transaction, `write` inside it.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from typing import Final

from sqlalchemy import Connection

from search.calibration import Evidence, Rule, rule_for
from search.documents import Document, Kind, Results
from search.embedding import embed
from search.encoder import Encoder
from search.lately import Lately
from search.narrowing import ANYTHING, Narrowed
from search.query import Scope, parse
from search.retrieval import ORDINARY, Retrieval, Way
from search.second import SecondOpinion
from search.spelling import doubtful, mostly, rare
from search.stores.base import Entry, IndexBroken, Store
from search.stores.words import beside

# A transaction of this many documents holds the write lock well under a second.
REBUILD_BATCH_DOCUMENTS: Final = 64

__all__ = ["IndexBroken", "Prepared", "SearchIndex"]

Begin = Callable[[], AbstractContextManager[Connection]]
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Documents with their vectors, ready for `SearchIndex.write`."""

    entries: tuple[Entry, ...]


class SearchIndex:
    """Finds documents by words and by meaning; by words alone while there is no model.

    Args:
        store: where the index lives.
        encoder: the model; it may still be loading, or fail.
        rule: when to call a suggestion a likely duplicate; the models' shipped one if None.
        second: who is asked for a second opinion, if anybody.
    """

    def __init__(
        self,
        store: Store,
        encoder: Encoder,
        rule: Rule | None = None,
        second: SecondOpinion | None = None,
    ) -> None:
        self.store = store
        self.encoder = encoder
        self.second = second
        self.rule = rule or self.shipped_rule
        self._retrieval = Retrieval(store, encoder, self.rule, second)
        self._lately = Lately()

    @property
    def shipped_rule(self) -> Rule:
        """The rule of the models in use as it is before anything is learned."""
        return rule_for(self.encoder.model, self.second.encoder.model if self.second else "")

    def use(self, rule: Rule) -> None:
        """Judge likely duplicates by another rule of the same model from now on."""
        self.rule = rule
        self._retrieval.use(rule)

    def create(self, conn: Connection) -> None:
        """Create the index's tables where they are missing."""
        self.store.create(conn)

    def check(self, conn: Connection) -> None:
        """Raise `IndexBroken`, saying what is wrong, when the tables cannot be used."""
        self.store.check(conn)

    def prepare(self, documents: Iterable[Document], current: Iterable[str] = ()) -> Prepared:
        """Embed documents, outside any write transaction.

        Where the model is not ready they are prepared without vectors, and
        `needs_embedding` names them later.

        Args:
            documents: what to index.
            current: content hashes whose vectors are stored already.
        """
        return Prepared(embed(self.encoder, list(documents), frozenset(current)))

    def write(self, conn: Connection, prepared: Prepared) -> None:
        """Insert or replace prepared documents inside the caller's transaction."""
        self.store.write(conn, prepared.entries)

    def attach(self, conn: Connection, prepared: Prepared) -> int:
        """Add late vectors to documents already written; return how many still fitted."""
        return self.store.attach(conn, prepared.entries)

    def needs_embedding(self, conn: Connection, limit: int = 100) -> list[Document]:
        """Return documents without current vectors of the model in use."""
        return self.store.needs_embedding(conn, self.encoder.space, limit)

    def needs_opinion(self, conn: Connection, limit: int = 100) -> list[Document]:
        """Return documents that the second model has not seen; none where it cannot look."""
        second = self.second
        if second is None or not second.is_ready:
            return []
        return self.store.needs_embedding(conn, second.space, limit, second.language)

    def prepare_opinions(self, documents: Sequence[Document]) -> Prepared:
        """Embed documents for the second model, outside any write transaction."""
        return Prepared(self.second.embed(documents) if self.second else ())

    def attach_opinions(self, conn: Connection, prepared: Prepared) -> int:
        """Add the second model's vectors to documents; return how many still fitted."""
        return self.store.attach(conn, prepared.entries, nearest=False)

    def forget_other_models(self, conn: Connection) -> None:
        """Delete the vectors of models out of use, once nothing waits for those in use."""
        second = self.second
        if self.needs_embedding(conn, limit=1) or (second and not second.is_ready):
            return
        spaces = [self.encoder.space, *([second.space] if second else ())]
        self.store.forget_models(conn, spaces)

    def remove(self, conn: Connection, keys: Iterable[str]) -> None:
        """Take documents out of the index; unknown keys are no error."""
        self.store.remove(conn, keys)

    def set_audiences(self, conn: Connection, key: str, audiences: Iterable[str]) -> None:
        """Change who may find a document, from this transaction on."""
        self.store.set_audiences(conn, key, audiences)

    def set_labels(
        self,
        conn: Connection,
        key: str,
        labels: Iterable[str],
        standing: float | None = None,
    ) -> None:
        """Change a document's facet labels and, unless None, its standing (0..1)."""
        self.store.set_labels(conn, key, labels, standing)

    def similar(
        self,
        conn: Connection,
        text: str,
        audiences: Iterable[str],
        limit: int = 5,
        kinds: Iterable[Kind] | None = None,
        exclude: Iterable[str] = (),
        way: Way = ORDINARY,
    ) -> Results:
        """Return what may already answer a question, best first.

        Args:
            conn: the caller's connection.
            text: the title being typed, or title and body.
            audiences: the viewer's keys; nothing else is ever considered.
            limit: number of hits.
            kinds: only these, both if None.
            exclude: keys to leave out, such as the question's own.
            way: how to look.
        """
        scope = Scope(tuple(audiences), (), tuple(kinds or ()), tuple(exclude))
        return self._retrieval.find(conn, text, scope, limit, way=way)

    def search(
        self,
        conn: Connection,
        text: str,
        audiences: Iterable[str],
        narrowed: Narrowed = ANYTHING,
        limit: int = 20,
        offset: int = 0,
        way: Way = ORDINARY,
        faceted: bool = True,
    ) -> Results:
        """Return one page of what fits `text` with its facets; without words, all, newest first.

        Args:
            conn: the caller's connection.
            text: what was typed; nothing in it is syntax.
            audiences: the viewer's keys.
            narrowed: what a document must be, hold and not hold.
            limit: hits on the page.
            offset: hits before it.
            way: how to look.
            faceted: whether the labels of everything that matched are counted.
        """
        asked = (text, narrowed.scope(tuple(audiences)), limit, offset, faceted, way)
        find = lambda: self._retrieval.find(conn, *asked)  # noqa: E731
        return self._lately.answer(conn, (*asked, self.rule), find)

    def knows(self, conn: Connection, text: str) -> bool:
        """Return whether most words of `text` stand in some document (`spelling.mostly`)."""
        terms = parse(text).terms
        return mostly(terms, self.store.corpus(conn, terms).frequencies)

    def doubts(self, conn: Connection, text: str) -> dict[str, str]:
        """Return the stems of rare words of `text`, with the frequent ones that may be meant.

        Both stand in some document, which may be one that nobody may see: look before you tell.
        """
        counts = self.store.corpus(conn, parse(text).terms).frequencies
        few = rare(counts)
        return doubtful(counts, beside(conn, few)) if few else {}

    def neighbours(
        self, conn: Connection, key: str, audiences: Iterable[str], limit: int = 5
    ) -> list[str]:
        """Return the keys of what is like a stored document, nearest first, asking no model.

        Empty where the document has no vectors yet.

        Args:
            conn: the caller's connection.
            key: the document's key; it is not among its own neighbours.
            audiences: the viewer's keys; nothing else is ever considered.
            limit: number of keys.
        """
        return self._retrieval.neighbours(conn, key, Scope(tuple(audiences)), limit)

    def evidence(
        self,
        conn: Connection,
        text: str,
        audiences: Iterable[str],
        exclude: Iterable[str] = (),
    ) -> tuple[str, Evidence] | None:
        """Return the first hit's key and what speaks for it, None where nothing is found.

        With the outcome known, this is what `calibration.learn` learns from.
        """
        scope = Scope(tuple(audiences), exclude=tuple(exclude))
        ranked = self._retrieval.ranked(conn, parse(text), scope)
        if not ranked.scored:
            return None
        return ranked.scored[0].candidate.key, self._retrieval.evidence(ranked)

    def rebuild(
        self,
        begin: Begin,
        documents: Iterable[Document],
        progress: Progress = lambda _: None,
    ) -> int:
        """Bring the index to exactly `documents`; return how many there are.

        Damaged tables are made anew. Stopped halfway it can be run again: what is current
        is not embedded twice. Each batch is embedded between transactions.

        Args:
            begin: opens a connection in a transaction, committed at its end.
            documents: everything that should be found, each key once.
            progress: called after each batch with the number of documents done.
        """
        with begin() as conn:
            self._make_sound(conn)
        seen: set[str] = set()
        supply = iter(documents)
        while batch := list(islice(supply, REBUILD_BATCH_DOCUMENTS)):
            keys = [document.key for document in batch]
            with begin() as conn:
                current = self.store.hashes(conn, keys, self.encoder.space)
            prepared = self.prepare(batch, current.values())
            with begin() as conn:
                self.write(conn, prepared)
            seen.update(keys)
            progress(len(seen))
        with begin() as conn:
            self.remove(conn, self.store.keys(conn) - seen)
        self._ask_second(begin)
        with begin() as conn:
            self.forget_other_models(conn)
            self.store.tidy(conn)
        return len(seen)

    def _ask_second(self, begin: Begin) -> None:
        while True:
            with begin() as conn:
                documents = self.needs_opinion(conn, REBUILD_BATCH_DOCUMENTS)
            prepared = self.prepare_opinions(documents)
            if not prepared.entries:
                return
            with begin() as conn:
                self.attach_opinions(conn, prepared)

    def _make_sound(self, conn: Connection) -> None:
        try:
            self.store.check(conn)
        except IndexBroken:
            self.store.drop(conn)
            self.store.create(conn)
