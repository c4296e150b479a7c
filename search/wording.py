"""What words and letters say about a document, as pure arithmetic."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.query import Corpus, Expanded
from search.text import trigrams

# BM25's usual saturation and length constants (Robertson & Zaragoza 2009, section 3.4).
BM25_K1: Final = 1.2
BM25_B: Final = 0.75


def inverse_frequency(term: str, corpus: Corpus) -> float:
    """Return BM25's weight of a term: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    holding = min(corpus.frequencies.get(term, 0), corpus.documents)
    return math.log(1 + (corpus.documents - holding + 0.5) / (holding + 0.5))


@dataclass(frozen=True, slots=True)
class Weighed:
    """A query's terms with their weights, worked out once for all candidates.

    Args:
        terms: every alternative of every word, word after word.
        weights: of each alternative, its weight times its rarity.
        starts: per word of the query, where its alternatives begin in `terms`.
        rarities: per word of the query, its own rarity; that of its likeliest reading
            where the index does not know it.
    """

    terms: tuple[str, ...]
    weights: NDArray[np.float64]
    starts: NDArray[np.int64]
    rarities: NDArray[np.float64]


def weigh(query: Expanded, corpus: Corpus) -> Weighed:
    """Return the terms of `query` weighed by their rarity in `corpus`."""
    terms: list[str] = []
    weights: list[float] = []
    starts: list[int] = []
    rarities: list[float] = []
    for group in query.groups:
        rarity = {item.term: inverse_frequency(item.term, corpus) for item in group}
        starts.append(len(terms))
        terms += [item.term for item in group]
        weights += [item.weight * rarity[item.term] for item in group]
        known = [item.term for item in group if corpus.frequencies.get(item.term)]
        rarities.append(rarity[known[0] if known else group[0].term])
    return Weighed(
        tuple(terms),
        np.array(weights, dtype=np.float64),
        np.array(starts, dtype=np.int64),
        np.array(rarities, dtype=np.float64),
    )


def count(texts: Sequence[str], query: Weighed) -> NDArray[np.float64]:
    """Return how often each text holds each alternative, shape (texts, alternatives).

    Args:
        texts: fields as they are stored, each term between single spaces, two between terms.
        query: the weighed query.
    """
    wanted = [f" {term} " for term in query.terms]
    numbers = [[text.count(term) for term in wanted] for text in texts]
    return np.array(numbers, dtype=np.float64).reshape(len(texts), len(query.terms))


def bm25(
    counts: NDArray[np.float64], lengths: Sequence[int], average: float, query: Weighed
) -> NDArray[np.float64]:
    """Return the BM25 score of one field of each text; of a word's alternatives the best counts.

    Args:
        counts: as `count` returns them for that field.
        lengths: how many terms the field has in each text.
        average: average length of that field over the corpus.
        query: the weighed query.
    """
    share = np.asarray(lengths, dtype=np.float64) / max(average, 1.0)
    damping = BM25_K1 * (1 - BM25_B + BM25_B * share)[:, None]
    scores = query.weights * counts * (BM25_K1 + 1) / (counts + damping)
    total: NDArray[np.float64] = _best(scores, query).sum(axis=1)
    return total


def coverage(counts: NDArray[np.float64], query: Weighed) -> NDArray[np.float64]:
    """Return which share (0..1) of the query's words, by rarity, each text holds."""
    total = query.rarities.sum()
    if not total:
        return np.zeros(len(counts))
    best = _best(np.where(counts > 0, query.weights, 0.0), query)
    held: NDArray[np.float64] = np.minimum(best, query.rarities).sum(axis=1) / total
    return held


def presence(counts: NDArray[np.float64], query: Weighed) -> NDArray[np.bool_]:
    """Return which text holds which of the query's words, shape (texts, words)."""
    held: NDArray[np.bool_] = _best(counts, query) > 0
    return held


def _best(values: NDArray[np.float64], query: Weighed) -> NDArray[np.float64]:
    """Return the greatest value among the alternatives of each word, shape (texts, words)."""
    if not len(query.starts) or not len(values):
        return np.zeros((len(values), len(query.starts)))
    best: NDArray[np.float64] = np.maximum.reduceat(values, query.starts, axis=1)
    return best


def hidden(
    present: NDArray[np.bool_], languages: Sequence[str], own: str, query: Weighed
) -> NDArray[np.float64]:
    """Return which share (0..1) of the query's words each text's language keeps from it.

    A word that a text lacks says nothing about it as far as its language lacks the word:
    where a third as many texts of that language hold it as in the query's own, two thirds of
    its weight are unknown. Error codes, versions and names stand in both alike and count as
    missing; a text in the query's own language hides nothing.

    Args:
        present: which text holds which word, shape (texts, words).
        languages: of each text.
        own: the query's language.
        query: the weighed query.
    """
    rarities, spoken = query.rarities, np.array(languages)
    share = np.zeros(len(present))
    if not len(rarities) or not rarities.sum():
        return share
    usual = _rates(present[spoken == own])
    for language in set(languages) - {own}:
        chosen = spoken == language
        rates = _rates(present[chosen])
        sayable = rates / np.maximum(np.maximum(rates, usual), 1e-9)
        unknown = ~present[chosen] * (1 - sayable)
        share[chosen] = unknown @ rarities / rarities.sum()
    return share


def _rates(present: NDArray[np.bool_]) -> NDArray[np.float64]:
    rates: NDArray[np.float64] = present.sum(axis=0) / max(len(present), 1)
    return rates


def letters(title: str, query: str) -> float:
    """Return the trigram likeness (Dice, 0..1) of a title and the query."""
    ours, theirs = trigrams(title), trigrams(query)
    if not ours or not theirs:
        return 0.0
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))
