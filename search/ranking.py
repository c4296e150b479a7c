"""Scoring and fusion as pure arithmetic: the same for every store, tested without one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.query import Corpus
from search.wording import Weighed, bm25, coverage, hidden, presence

Matrix = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Round weights over z-scored signals; docs/search.md has the ablation they come from.
WEIGHT_MEANING_TITLE: Final = 1.0
WEIGHT_MEANING_WHOLE: Final = 1.0
WEIGHT_MEANING_PART: Final = 0.5
WEIGHT_MEANING: Final = WEIGHT_MEANING_TITLE + WEIGHT_MEANING_WHOLE + WEIGHT_MEANING_PART
WEIGHT_WORDS_TITLE: Final = 0.3
WEIGHT_WORDS_WHOLE: Final = 0.6
WEIGHT_LETTERS: Final = 0.3
# An official answer wins between equals and never lifts a worse match past a clear one.
WEIGHT_STANDING: Final = 0.15
# What was confirmed lately wins between equals, by less than what official answers have.
WEIGHT_FRESHNESS: Final = 0.1
FRESH_SECONDS: Final = 2 * 365 * 86_400  # after this time a third of it is left
# What words say on average where meaning stands out by z standard deviations is WORDS_PER_MEANING
# * z**2: .3 among all candidates of support-ru and banking77, .4 among right ones.
WORDS_PER_MEANING: Final = 0.4
# With fewer documents in the query's language, all of them say what words usually score.
MIN_OWN_DOCUMENTS: Final = 8


@dataclass(frozen=True, slots=True)
class Cosines:
    """How near a document's parts are to the query in meaning, and which is nearest.

    Args:
        title: cosine of the title.
        whole: cosine of title and body together; the title's where there is no body.
        part: the best cosine among answer and sections; `whole` where there is none.
        best: index into the document's stored pieces of the nearest one.
        shift: what `languages.Scale` has added to the title's.
    """

    title: float
    whole: float
    part: float
    best: int
    shift: float = 0.0

    @property
    def nearest(self) -> float:
        """The greatest of the three."""
        return max(self.title, self.whole, self.part)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that may answer, with what is needed to score it.

    Args:
        id: the store's number for it.
        key: its key.
        title_length: number of terms in the title.
        whole_length: number of terms in the whole document.
        standing: 0..1.
        cosines: None where it has no vectors of the model in use.
        language: "ru", "en", …; empty where unknown.
        fresh_at: when what it says was last known to be true, seconds since 1970.
    """

    id: int
    key: str
    title_length: int
    whole_length: int
    standing: float = 0.0
    cosines: Cosines | None = None
    language: str = ""
    fresh_at: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Documents that may answer, with what a store counted of each for one query.

    Args:
        items: the documents.
        in_title: how often each title holds each alternative, shape (items, alternatives).
        in_whole: the same of the whole documents.
        letters: trigram likeness of each title and the query, shape (items,).
    """

    items: Sequence[Candidate]
    in_title: Matrix
    in_whole: Matrix
    letters: Matrix


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its place in the order.

    Args:
        candidate: the document.
        fused: the sum by which candidates are ordered; only differences mean something.
        words: 0..1, share of the query's weighted words it holds.
        wording: the same, with what its language hides filled in as its meaning suggests.
        hidden: 0..1, share of the query's words its language hides (`wording.hidden`).
        letters: 0..1, trigram likeness of its title and the query.
        agreement: 0..1, share of the signals that put it first, each by itself.
        opinion: the nearest cosine of the second model, None where it was not asked.
    """

    candidate: Candidate
    fused: float
    words: float
    wording: float
    hidden: float
    letters: float
    agreement: float = 0.0
    opinion: float | None = None


def rank(found: Candidates, weighed: Weighed, corpus: Corpus, language: str = "") -> list[Scored]:
    """Return the candidates best first.

    Each signal is z-scored over the candidates, so that none counts for more because its
    numbers are larger, then summed with fixed weights. What a document in another language
    cannot show in words is not held against it but filled in from its meaning. Ties go by
    key, so that equal texts always come in one order.

    Args:
        found: what the store proposed, from words and from meaning together.
        weighed: the query's terms; the counts of `found` are of these.
        corpus: average lengths.
        language: the query's; empty where it is in none.
    """
    candidates = found.items
    if not candidates:
        return []
    cosines = _cosines(candidates)
    meaning = _meaning(cosines)
    spoken = [item.language for item in candidates]
    present = presence(found.in_whole, weighed)
    gaps = _Gaps(hidden(present, spoken, language, weighed), meaning, _own(spoken, language))
    held = coverage(found.in_whole, weighed)
    lengths = [(item.title_length, item.whole_length) for item in candidates]
    of_title, of_whole = zip(*lengths, strict=True)
    titles = bm25(found.in_title, of_title, corpus.title_length, weighed)
    wholes = bm25(found.in_whole, of_whole, corpus.whole_length, weighed)
    fused = (
        meaning
        + WEIGHT_WORDS_TITLE * gaps.standardised(titles)
        + WEIGHT_WORDS_WHOLE * gaps.standardised(wholes)
        + WEIGHT_LETTERS * gaps.standardised(found.letters)
        + WEIGHT_STANDING * np.array([item.standing for item in candidates])
        + WEIGHT_FRESHNESS * _freshness(candidates)
    )
    wording = np.clip(gaps.filled(held), held, 1.0)
    signals = [*cosines.T, gaps.filled(wholes), gaps.filled(found.letters)]
    agreement = np.mean([_leads(column) for column in signals], axis=0)
    columns = (fused, held, wording, gaps.hidden, found.letters, agreement)
    scored = [
        Scored(item, *map(float, numbers))
        for item, *numbers in zip(candidates, *columns, strict=True)
    ]
    return sorted(scored, key=lambda item: (-item.fused, item.candidate.key))


@dataclass(frozen=True, slots=True)
class _Gaps:
    """Fills in what words would have said had a document been in the query's language.

    Args:
        hidden: per candidate, which share (0..1) of the query's words its language hides.
        meaning: per candidate, its fused meaning.
        basis: per candidate, whether it tells what words usually score.
    """

    hidden: Matrix
    meaning: Matrix
    basis: Flags

    def filled(self, values: Sequence[float] | Matrix) -> Matrix:
        """Return `values` plus, for each hidden share, what such a meaning leads to expect."""
        column = np.asarray(values, dtype=np.float64)
        usual, spread = column[self.basis].mean(), column[self.basis].std()
        near = WORDS_PER_MEANING * np.maximum(self.meaning / WEIGHT_MEANING, 0.0) ** 2
        complete: Matrix = column + self.hidden * (usual + spread * near)
        return complete

    def standardised(self, values: Sequence[float] | Matrix) -> Matrix:
        """Return `values` filled in and z-scored over the basis."""
        return _standardised(self.filled(values), self.basis)


def _own(spoken: Sequence[str], language: str) -> Flags:
    own: Flags = np.array([item == language for item in spoken], dtype=bool)
    return own if own.sum() >= MIN_OWN_DOCUMENTS else np.ones(len(spoken), dtype=bool)


def _cosines(candidates: Sequence[Candidate]) -> Matrix:
    """Return title, whole and part of each, shape (candidates, 3); zeros where nobody has any."""
    known = [_triple(item.cosines) for item in candidates if item.cosines]
    if not known:
        return np.zeros((len(candidates), 3))
    floor = tuple(np.min(known, axis=0))  # without vectors: as far as the farthest
    return np.array([_triple(item.cosines) if item.cosines else floor for item in candidates])


def _meaning(cosines: Matrix) -> Matrix:
    return (
        WEIGHT_MEANING_TITLE * _standardised(cosines[:, 0])
        + WEIGHT_MEANING_WHOLE * _standardised(cosines[:, 1])
        + WEIGHT_MEANING_PART * _standardised(cosines[:, 2])
    )


def _triple(cosines: Cosines) -> tuple[float, float, float]:
    return cosines.title, cosines.whole, cosines.part


def _freshness(candidates: Sequence[Candidate]) -> Matrix:
    """1 for the freshest, falling with the time before it; 0 for what has no date."""
    dates = np.array([-np.inf if item.fresh_at is None else item.fresh_at for item in candidates])
    newest = dates.max()
    if np.isinf(newest):
        return np.zeros(len(dates))
    falling: Matrix = np.exp((dates - newest) / FRESH_SECONDS)
    return falling


def _leads(column: Matrix) -> Flags:
    """Which of them a signal puts first; none where it tells nobody from nobody."""
    first: Flags = (column >= column.max() - 1e-9) & (np.ptp(column) > 1e-9)
    return first


def _standardised(values: Sequence[float] | Matrix, basis: Flags | None = None) -> Matrix:
    column = np.asarray(values, dtype=np.float64)
    shown = column if basis is None else column[basis]
    spread = float(shown.std())
    if spread < 1e-9:  # every candidate equal: the signal says nothing
        return np.zeros(len(column))
    centred: Matrix = (column - shown.mean()) / spread
    return centred
