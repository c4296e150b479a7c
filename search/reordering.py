"""What the first few of a ranked list do to one another, as pure arithmetic."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.encoder import Vectors
from search.ranking import Scored

# A second model is asked about so many: whoever comes later would hardly rise to the top.
ASKED_OF_SECOND: Final = 50
# Twice as much as the first model's title, whole and part together: it is asked about its own
# language alone, and anything from once to three times as much ranks alike.
WEIGHT_SECOND: Final = 5.0
# Both together spread twice as wide as one: brought back to the unit of all that follows.
WIDTH_OF_BOTH: Final = 2.0
# How much the likeness of other good candidates counts: questions asked many times in many
# words hold each other up. More than this lets a crowd push the right one aside.
WEIGHT_SUPPORT: Final = 0.3
# How far the same answer said once more falls behind other answers, in fused units: five
# suggestions are to be five answers.
WEIGHT_REPEATED: Final = 4.0


def seconded(ranked: Sequence[Scored], opinions: Mapping[int, float]) -> list[Scored]:
    """Return `ranked` with the first few in the order of both models' opinions.

    The second model's cosines are z-scored over the few that have one. Where it has none, as of
    a document in another language, its place so far stands in for it.

    Args:
        ranked: best first.
        opinions: per document the nearest cosine of the second model, of some or none.
    """
    few = list(ranked[:ASKED_OF_SECOND])
    known = np.array([item.candidate.id in opinions for item in few], dtype=bool)
    if known.sum() < 2:
        return list(ranked)
    fused = np.array([item.fused for item in few])
    said = np.array([opinions.get(item.candidate.id, 0.0) for item in few])
    second = np.where(known, _standard(said, known), _standard(fused, known))
    both = (fused + WEIGHT_SECOND * second) / WIDTH_OF_BOTH
    changed = [
        replace(item, fused=float(sum_), opinion=opinions.get(item.candidate.id))
        for item, sum_ in zip(few, both, strict=True)
    ]
    changed.sort(key=lambda item: (-item.fused, item.candidate.key))
    return [*changed, *ranked[ASKED_OF_SECOND:]]


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


def varied(ranked: Sequence[Scored], likeness: Vectors, scale: float) -> list[int]:
    """Return in which order to show the first few, so that no answer comes twice in a row.

    One after the other the best is taken, each falling behind by `WEIGHT_REPEATED` times
    exp((cosine - 1) / scale) of the likest one taken before it (maximal marginal relevance,
    Carbonell & Goldstein 1998). The same answer in another language repeats nothing.

    Args:
        ranked: best first.
        likeness: cosines between the titles of the first k, shape (k, k).
        scale: by how much less likeness counts a third; belongs to the model.

    Returns:
        The places in `ranked` of the first k, in the order to show them.
    """
    few = len(likeness)
    spoken = np.array([item.candidate.language for item in ranked[:few]])
    repeats = np.exp((likeness.astype(np.float64) - 1) / scale) * (spoken[:, None] == spoken)
    fused, behind = np.array([item.fused for item in ranked[:few]]), np.zeros(few)
    taken: list[int] = []
    while len(taken) < few:
        worth = fused - WEIGHT_REPEATED * behind
        worth[taken] = -np.inf
        taken.append(int(worth.argmax()))
        behind = np.maximum(behind, repeats[taken[-1]])
    return taken


def _standard(values: NDArray[np.float64], basis: NDArray[np.bool_]) -> NDArray[np.float64]:
    shown = values[basis]
    centred: NDArray[np.float64] = (values - shown.mean()) / max(float(shown.std()), 1e-9)
    return centred
