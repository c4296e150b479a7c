"""Scoring and fusion as pure arithmetic: the same for every store, tested without one."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.encoder import Vectors
from search.query import Expanded
from search.text import trigrams

Matrix = NDArray[np.float64]

# BM25's usual saturation and length constants (Robertson & Zaragoza 2009, section 3.4).
BM25_K1: Final = 1.2
BM25_B: Final = 0.75
# Round weights over z-scored signals; docs/search.md has the ablation they come from.
WEIGHT_MEANING_TITLE: Final = 1.0
WEIGHT_MEANING_WHOLE: Final = 1.0
WEIGHT_MEANING_PART: Final = 0.5
WEIGHT_WORDS_TITLE: Final = 0.3
WEIGHT_WORDS_WHOLE: Final = 0.6
WEIGHT_LETTERS: Final = 0.3
# How much the likeness of other good candidates counts: questions asked many times in many
# words hold each other up. More than this lets a crowd push the right one aside.
WEIGHT_SUPPORT: Final = 0.3
# An official answer wins between equals and never lifts a worse match past a clear one.
WEIGHT_STANDING: Final = 0.15


@dataclass(frozen=True, slots=True)
class Cosines:
    """How near a document's parts are to the query in meaning, and which is nearest.

    Args:
        title: cosine of the title.
        whole: cosine of title and body together; the title's where there is no body.
        part: the best cosine among answer and sections; `whole` where there is none.
        best: index into the document's stored pieces of the nearest one.
    """

    title: float
    whole: float
    part: float
    best: int

    @property
    def nearest(self) -> float:
        """The greatest of the three."""
        return max(self.title, self.whole, self.part)


@dataclass(frozen=True, slots=True)
class Corpus:
    """What BM25 needs to know of all documents.

    Args:
        documents: how many there are.
        title_length: average number of terms in a title.
        whole_length: average number of terms in a whole document.
        frequencies: per term, how many documents hold it.
    """

    documents: int
    title_length: float
    whole_length: float
    frequencies: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that may answer, with what is needed to score it.

    Args:
        id: the store's number for it.
        key: its key.
        kind: its kind.
        title: its title as written.
        title_terms: its title's terms, each between single spaces, two between terms.
        whole_terms: the same of the whole document.
        title_length: number of terms in the title.
        whole_length: number of terms in the whole document.
        standing: 0..1.
        cosines: None where it has no vectors of the model in use.
    """

    id: int
    key: str
    kind: str
    title: str
    title_terms: str
    whole_terms: str
    title_length: int
    whole_length: int
    standing: float = 0.0
    cosines: Cosines | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its place in the order.

    Args:
        candidate: the document.
        fused: the sum by which candidates are ordered; only differences mean something.
        words: 0..1, share of the query's weighted words it holds.
        letters: 0..1, trigram likeness of its title and the query.
    """

    candidate: Candidate
    fused: float
    words: float
    letters: float


def inverse_frequency(term: str, corpus: Corpus) -> float:
    """Return BM25's weight of a term: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    holding = min(corpus.frequencies.get(term, 0), corpus.documents)
    return math.log(1 + (corpus.documents - holding + 0.5) / (holding + 0.5))


@dataclass(frozen=True, slots=True)
class Weighed:
    """A query's terms with their weights, worked out once for all candidates.

    Args:
        groups: per term of the query, (term between spaces, weight times rarity) of each
            alternative.
        rarities: per term of the query, its own rarity; that of its likeliest reading
            where the index does not know it.
    """

    groups: tuple[tuple[tuple[str, float], ...], ...]
    rarities: tuple[float, ...]


def weigh(query: Expanded, corpus: Corpus) -> Weighed:
    """Return the terms of `query` weighed by their rarity in `corpus`."""
    groups, rarities = [], []
    for group in query.groups:
        rarity = {item.term: inverse_frequency(item.term, corpus) for item in group}
        groups.append(tuple((f" {i.term} ", i.weight * rarity[i.term]) for i in group))
        known = [item.term for item in group if corpus.frequencies.get(item.term)]
        rarities.append(rarity[known[0] if known else group[0].term])
    return Weighed(tuple(groups), tuple(rarities))


def bm25(terms: str, length: int, average: float, query: Weighed) -> float:
    """Return the BM25 score of one field; of a group of alternatives the best counts.

    Args:
        terms: the field, each term between single spaces, two between terms.
        length: how many terms it has.
        average: average length of that field over the corpus.
        query: the weighed query.
    """
    damping = BM25_K1 * (1 - BM25_B + BM25_B * length / max(average, 1.0))
    total = 0.0
    for group in query.groups:
        best = 0.0
        for term, weight in group:
            if term in terms:
                count = terms.count(term)
                best = max(best, weight * count * (BM25_K1 + 1) / (count + damping))
        total += best
    return total


def coverage(terms: str, query: Weighed) -> float:
    """Return which share (0..1) of the query's words, by rarity, a text holds."""
    held = 0.0
    for group, rarity in zip(query.groups, query.rarities, strict=True):
        present = [weight for term, weight in group if term in terms]
        if present:
            held += min(rarity, max(present))
    total = sum(query.rarities)
    return held / total if total else 0.0


def letters(title: str, query: str) -> float:
    """Return the trigram likeness (Dice, 0..1) of a title and the query."""
    ours, theirs = trigrams(title), trigrams(query)
    if not ours or not theirs:
        return 0.0
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


def rank(
    candidates: Sequence[Candidate], query_text: str, query: Expanded, corpus: Corpus
) -> list[Scored]:
    """Return the candidates best first.

    Each signal is z-scored over the candidates, so that none counts for more because its
    numbers are larger, then summed with fixed weights. Ties go by key, so that equal texts
    always come in one order.

    Args:
        candidates: what the store proposed, from words and from meaning together.
        query_text: the query as typed, for trigrams.
        query: the expanded query.
        corpus: document frequencies and average lengths.
    """
    if not candidates:
        return []
    weighed = weigh(query, corpus)
    likeness = [letters(item.title, query_text) for item in candidates]
    fused = WEIGHT_LETTERS * _standardised(likeness)
    fused += _words(candidates, weighed, corpus) + _meaning(candidates)
    fused += WEIGHT_STANDING * np.array([item.standing for item in candidates])
    scored = [
        Scored(item, float(sum_), coverage(item.whole_terms, weighed), like)
        for item, sum_, like in zip(candidates, fused, likeness, strict=True)
    ]
    return sorted(scored, key=lambda item: (-item.fused, item.candidate.key))


def supported(ranked: Sequence[Scored], likeness: Vectors, scale: float) -> list[Scored]:
    """Return `ranked` with the first few lifted by those that resemble them.

    Each gains `WEIGHT_SUPPORT` times the sum, over all of them and itself, of their place in
    the order (1 for the first, 0 for the last) times exp((cosine - 1) / scale). Counting
    itself keeps two that are alike in their order.

    Args:
        ranked: best first.
        likeness: cosines between the titles of the first k, shape (k, k).
        scale: by how much less likeness counts a third; belongs to the model.
    """
    few = len(likeness)
    if few < 2:
        return list(ranked)
    fused = np.array([item.fused for item in ranked[:few]])
    share = (fused - fused.min()) / max(float(np.ptp(fused)), 1e-9)
    near = np.exp((likeness.astype(np.float64) - 1) / scale)
    lifted = fused + WEIGHT_SUPPORT * (near @ share)
    first = [replace(item, fused=float(sum_)) for item, sum_ in zip(ranked, lifted, strict=False)]
    first.sort(key=lambda item: (-item.fused, item.candidate.key))
    return [*first, *ranked[few:]]


def _words(candidates: Sequence[Candidate], query: Weighed, corpus: Corpus) -> Matrix:
    titles = [
        bm25(item.title_terms, item.title_length, corpus.title_length, query) for item in candidates
    ]
    wholes = [
        bm25(item.whole_terms, item.whole_length, corpus.whole_length, query) for item in candidates
    ]
    return WEIGHT_WORDS_TITLE * _standardised(titles) + WEIGHT_WORDS_WHOLE * _standardised(wholes)


def _meaning(candidates: Sequence[Candidate]) -> Matrix:
    known = np.array([_triple(item.cosines) for item in candidates if item.cosines])
    if not len(known):
        return np.zeros(len(candidates))
    floor = tuple(known.min(axis=0))  # without vectors: as far as the farthest
    rows = np.array([_triple(item.cosines) if item.cosines else floor for item in candidates])
    return (
        WEIGHT_MEANING_TITLE * _standardised(rows[:, 0])
        + WEIGHT_MEANING_WHOLE * _standardised(rows[:, 1])
        + WEIGHT_MEANING_PART * _standardised(rows[:, 2])
    )


def _triple(cosines: Cosines) -> tuple[float, float, float]:
    return cosines.title, cosines.whole, cosines.part


def _standardised(values: Sequence[float] | Matrix) -> Matrix:
    column = np.asarray(values, dtype=np.float64)
    spread = float(column.std())
    if spread < 1e-9:  # every candidate equal: the signal says nothing
        return np.zeros(len(column))
    centred: Matrix = (column - column.mean()) / spread
    return centred
