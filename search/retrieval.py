"""The path of one query: terms, candidates of both sides, ranking, verdict, excerpts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from sqlalchemy import Connection

from search.calibration import Evidence, Rule, gather, likely_places
from search.documents import Results
from search.encoder import Encoder, EncoderNotReady, Vectors
from search.hits import hit, passage, plain_hit, shown_scores
from search.languages import across
from search.query import Expanded, Query, Scope, parse
from search.ranking import MIN_OWN_DOCUMENTS, Scored, rank
from search.reordering import ASKED_OF_SECOND, seconded, supported, varied
from search.second import SecondOpinion
from search.spelling import corrections
from search.stores.base import Question, Store, Stored, Wanted
from search.text import tokens
from search.wording import weigh

# Candidates from each side (DESIGN section 4): enough that fusion decides, few to score.
CANDIDATES_PER_SIDE: Final = 200
# So many of the first are compared with each other, for support and for the next distinct one.
COMPARED: Final = 20
# What makes a document worth showing by itself: this share of the query's weighted words, a
# title this alike in letters, or the model's own measure; weaker evidence adds up.
ENOUGH_WORDS: Final = 0.25
ENOUGH_LETTERS: Final = 0.6

_NONE: Final[Vectors] = np.zeros((0, 0), dtype=np.float32)
_NO_WORDS: Final = weigh(Expanded(()), Expanded(()).corpus)


@dataclass(frozen=True, slots=True)
class Ranked:
    """One query's candidates, best first, and how they came about."""

    query: Query
    expanded: Expanded
    scored: list[Scored]
    likeness: Vectors
    degraded: bool


@dataclass(frozen=True, slots=True)
class Way:
    """How to look.

    Args:
        by_meaning: whether the model is asked; else words alone are compared.
        forgiving: whether an unknown word may stand for one a single slip away.
    """

    by_meaning: bool = True
    forgiving: bool = True


ORDINARY: Final = Way()


class Retrieval:
    """Finds and ranks; holds no state between queries.

    Args:
        store: where the index lives.
        encoder: the model.
        rule: its rule for likely duplicates.
        second: who is asked for a second opinion, if anybody.
    """

    def __init__(
        self, store: Store, encoder: Encoder, rule: Rule, second: SecondOpinion | None = None
    ) -> None:
        self._store = store
        self._encoder = encoder
        self._rule = rule
        self._second = second

    def use(self, rule: Rule) -> None:
        """Judge by another rule of the same model from now on."""
        self._rule = rule

    def find(
        self,
        conn: Connection,
        text: str,
        scope: Scope,
        limit: int,
        offset: int = 0,
        faceted: bool = False,
        way: Way = ORDINARY,
    ) -> Results:
        """Return the hits from `offset` on; a text without words and letters browses.

        With `faceted` the labels of everything that matched are counted as well.
        """
        query = parse(text)
        if not query.text:
            return self._browse(conn, scope, limit, offset, faceted)
        ranked = self.ranked(conn, query, scope, way)
        is_known = ranked.expanded.is_known
        facets = self._facets(conn, ranked) if faceted else {}
        shown = ranked.scored[offset : offset + limit]
        if not shown:
            return Results((), ranked.degraded, len(ranked.scored), facets, (), is_known)
        evidence = self.evidence(ranked)
        scores = shown_scores(ranked.scored, self._rule.confidence(evidence))
        likely = likely_places(ranked.scored, ranked.likeness, self._rule)
        stored = self._stored(conn, shown, scope)
        hits = tuple(
            hit(
                item,
                stored[number],
                scores[place],
                place in likely,
                None if place else evidence,
                passage(stored[number], query, ranked.expanded),
            )
            for place, item in enumerate(shown, start=offset)
            if (number := item.candidate.id) in stored
        )
        changes = corrections(query, ranked.expanded, _texts(shown, stored))
        return Results(hits, ranked.degraded, len(ranked.scored), facets, changes, is_known)

    def ranked(self, conn: Connection, query: Query, scope: Scope, way: Way = ORDINARY) -> Ranked:
        """Return every related candidate of both sides, best first."""
        if not tokens(query.text):  # signs alone mean nothing, whatever they are near to
            return Ranked(query, Expanded(()), [], _NONE, self._encoder.state != "ready")
        vector = self._vector(query) if way.by_meaning else None
        expanded = self._store.expand(conn, query, forgiving=way.forgiving)
        by_words = self._store.by_words(conn, expanded, scope, CANDIDATES_PER_SIDE)
        cosines = {}
        if vector is not None:
            question = Question(
                self._encoder.space, vector, query.language, scope, CANDIDATES_PER_SIDE, by_words
            )
            cosines = self._store.by_meaning(conn, question)
        weighed = weigh(expanded, expanded.corpus)
        wanted = Wanted([*{*by_words, *cosines}], scope, cosines, query.text, weighed)
        candidates = self._store.candidates(conn, wanted)
        scored = rank(candidates, weighed, expanded.corpus, query.language)
        related = self._worth_showing(scored, query.language)
        if cosines:
            related = seconded(related, self._opinions(conn, query, related))
        likeness = self._likeness(conn, related) if cosines else _NONE
        ordered, likeness = _arranged(related, likeness, self._rule.scale)
        return Ranked(query, expanded, ordered, likeness, vector is None)

    def neighbours(self, conn: Connection, key: str, scope: Scope, limit: int) -> list[str]:
        """Return the keys nearest in meaning to a stored document, nearest first."""
        model = self._encoder.space
        stored = self._store.question_of(conn, model, key)
        if stored is None:
            return []
        vector, language = stored
        question = Question(model, vector, language, scope, limit + 1)
        cosines = self._store.by_meaning(conn, question)
        near = {n: near for n, near in cosines.items() if near.nearest >= self._rule.related}
        wanted = Wanted([*near], scope, near, "", _NO_WORDS)
        found = list(self._store.candidates(conn, wanted).items)
        found.sort(key=lambda item: (-near[item.id].nearest, item.key))
        return [item.key for item in found if item.key != key][:limit]

    def evidence(self, ranked: Ranked) -> Evidence:
        """Return what speaks for the first of `ranked.scored`, which must have one."""
        return gather(ranked.scored, ranked.likeness, self._rule)

    def _facets(self, conn: Connection, ranked: Ranked) -> dict[str, int]:
        return self._store.facets(conn, [item.candidate.id for item in ranked.scored])

    def _likeness(self, conn: Connection, related: list[Scored]) -> Vectors:
        first = [item.candidate for item in related[:COMPARED]]
        plain = self._store.likeness(conn, self._encoder.space, [item.id for item in first])
        added = [item.cosines.shift if item.cosines else 0.0 for item in first]
        return across(plain, [item.language for item in first], added)

    def _opinions(self, conn: Connection, query: Query, related: list[Scored]) -> dict[int, float]:
        """What the second model says of the first few, where it can be asked."""
        vector = self._second.vector(query) if self._second and related else None
        if self._second is None or vector is None:
            return {}
        first = [item.candidate.id for item in related[:ASKED_OF_SECOND]]
        return self._store.opinions(conn, self._second.space, vector, first)

    def _vector(self, query: Query) -> Vectors | None:
        try:
            vector: Vectors = self._encoder.encode_queries([query.text])[0]
        except EncoderNotReady:
            return None
        return vector

    def _worth_showing(self, scored: list[Scored], language: str) -> list[Scored]:
        """Those that something speaks for.

        Where nothing is as near in meaning as a true match always is (`Rule.alone`), as with
        hammering on the keyboard, each has to share words or letters with the query as well.
        """
        near = [_nearest(item) for item in scored]
        own = sum(item.candidate.language == language for item in scored)
        alone = self._rule.alone if own >= MIN_OWN_DOCUMENTS else self._rule.alone_across
        if max(near, default=0.0) >= alone:
            return [
                item
                for item, cosine in zip(scored, near, strict=True)
                if cosine >= self._rule.related or _likeness(item) >= 1
            ]
        room = max(alone - self._rule.related, 1e-9)
        return [
            item
            for item, cosine in zip(scored, near, strict=True)
            if max(cosine - self._rule.related, 0.0) / room + _likeness(item) >= 1
        ]

    def _stored(self, conn: Connection, shown: list[Scored], scope: Scope) -> dict[int, Stored]:
        found = {
            item.candidate.id: item.candidate.cosines.best if item.candidate.cosines else None
            for item in shown
        }
        return self._store.stored(conn, self._encoder.space, found, scope)

    def _browse(
        self, conn: Connection, scope: Scope, limit: int, offset: int, faceted: bool
    ) -> Results:
        ids = self._store.browse(conn, scope, limit, offset)
        stored = self._store.stored(conn, self._encoder.space, dict.fromkeys(ids), scope)
        hits = tuple(plain_hit(stored[identifier]) for identifier in ids if identifier in stored)
        facets = self._store.facets_in(conn, scope) if faceted else {}
        degraded = self._encoder.state != "ready"
        return Results(hits, degraded, self._store.count(conn, scope), facets)


def _arranged(
    related: list[Scored], likeness: Vectors, scale: float
) -> tuple[list[Scored], Vectors]:
    """The order to show, and the likeness of the first few in that order."""
    lifted = supported(related, likeness, scale)
    place = {item.candidate.id: at for at, item in enumerate(related)}
    order = [place[item.candidate.id] for item in lifted[: len(likeness)]]
    likeness = likeness[np.ix_(order, order)]
    shown = varied(lifted, likeness, scale)
    first = [lifted[at] for at in shown]
    return [*first, *lifted[len(first) :]], likeness[np.ix_(shown, shown)]


def _nearest(item: Scored) -> float:
    return item.candidate.cosines.nearest if item.candidate.cosines else 0.0


def _likeness(item: Scored) -> float:
    """What words and letters say for showing it; 1 is enough."""
    return item.words / ENOUGH_WORDS + item.letters / ENOUGH_LETTERS


def _texts(shown: Iterable[Scored], stored: Mapping[int, Stored]) -> Iterator[str]:
    """What the shown documents say, read only as far as somebody looks."""
    for item in shown:
        if item.candidate.id in stored:
            document = stored[item.candidate.id].document
            sections = (f"{section.heading}\n{section.text}" for section in document.sections)
            yield "\n".join((document.title, document.body, document.answer, *sections))
