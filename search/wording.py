"""What words and letters say about a document, as pure arithmetic."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.query import Expanded
from search.text import trigrams

# BM25's usual saturation and length constants (Robertson & Zaragoza 2009, section 3.4).
BM25_K1: Final = 1.2
BM25_B: Final = 0.75


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


def presence(texts: Sequence[str], query: Weighed) -> NDArray[np.bool_]:
    """Return which text holds which of the query's words, shape (texts, words)."""
    return np.array(
        [[any(term in text for term, _ in group) for group in query.groups] for text in texts],
        dtype=bool,
    ).reshape(len(texts), len(query.groups))


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
    rarities, spoken = np.array(query.rarities), np.array(languages)
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
