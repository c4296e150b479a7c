"""When a suggestion may be called a likely duplicate, per model.

Cosines of two models mean different things, so every rule belongs to one model.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from search.encoder import BUNDLED_MODEL, HUB_MODEL, Vectors
from search.ranking import Scored

# What the product promises: of ten marked suggestions, nine are right.
TARGET_PRECISION: Final = 0.9
# A rule learned from fewer right examples than this would be luck.
MIN_EXAMPLES: Final = 20
# Wrong examples imagined beside the seen ones (additive smoothing, after Laplace).
IMAGINED_WRONG: Final = 2
# How fast confidence moves around the threshold; the rule's sums are of unit size.
CONFIDENCE_SLOPE: Final = 4.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the first of a ranked list being the same question.

    Args:
        meaning: its nearest cosine, None where words alone were searched.
        margin: how far its fused score is ahead of the next distinct answer.
        words: 0..1, share of the query's words it holds.
        agreement: 0..1, 1 where it leads by meaning and by words alike.
    """

    meaning: float | None
    margin: float
    words: float
    agreement: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A weighted sum of evidence and the threshold from which it counts.

    Args:
        model: whose cosines it reads.
        low: cosine of texts that have nothing to do with each other (counts 0).
        high: cosine of a paraphrase (counts 1).
        margin: weight of the margin, in fused units.
        words: weight of the words.
        agreement: weight of the agreement.
        threshold: from which sum on a suggestion is marked.
        same: title cosine from which two candidates are one answer, not rivals.
        related: cosine from which a document is worth showing at all.
    """

    model: str
    low: float
    high: float
    margin: float
    words: float
    agreement: float
    threshold: float
    same: float
    related: float

    @property
    def scale(self) -> float:
        """By how much less cosine two texts count a third as alike (a fifth of the range)."""
        return (self.high - self.low) / 5

    def strength(self, evidence: Evidence) -> float:
        """Return the weighted sum; without meaning only the words remain."""
        near = 0.0
        if evidence.meaning is not None:
            near = (evidence.meaning - self.low) / (self.high - self.low)
        return (
            near
            + self.margin * evidence.margin
            + self.words * evidence.words
            + self.agreement * evidence.agreement
        )

    def likely(self, evidence: Evidence) -> bool:
        """Return whether the suggestion may be called a likely duplicate.

        Words alone never suffice: equal words make questions alike that are not the same.
        """
        return evidence.meaning is not None and self.strength(evidence) >= self.threshold

    def confidence(self, evidence: Evidence) -> float:
        """Return 0..1, one half at the threshold (logistic)."""
        distance = CONFIDENCE_SLOPE * (self.strength(evidence) - self.threshold)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, distance))))


# Round numbers that keep 0.9 on short titles in one language and across Russian and English;
# docs/search.md has the table they were chosen from.
_E5: Final = Rule(
    model=BUNDLED_MODEL,
    low=0.8,
    high=0.95,
    margin=0.1,
    words=0.5,
    agreement=0.2,
    threshold=1.85,
    same=0.93,
    related=0.8,
)
# Nothing is known of another model's cosines: only near-identical texts are marked.
CAUTIOUS: Final = Rule(
    model="",
    low=0.5,
    high=1.0,
    margin=0.0,
    words=0.5,
    agreement=0.2,
    threshold=1.5,
    same=0.97,
    related=0.3,
)
SHIPPED: Final = {BUNDLED_MODEL: _E5, HUB_MODEL: replace(_E5, model=HUB_MODEL)}


def rule_for(model: str) -> Rule:
    """Return the shipped rule of a model, a cautious one for a model nobody measured."""
    return SHIPPED.get(model) or replace(CAUTIOUS, model=model)


def gather(ranked: Sequence[Scored], likeness: Vectors, rule: Rule) -> Evidence:
    """Return the evidence for the first of `ranked`.

    Args:
        ranked: best first, at least one.
        likeness: cosines between the titles of the first few, shape (k, k); may be empty.
        rule: says from which likeness on two candidates are the same answer.
    """
    first = ranked[0]
    rivals = [
        other
        for place, other in enumerate(ranked[1:], start=1)
        if place >= len(likeness) or likeness[0, place] < rule.same
    ]
    margin = first.fused - rivals[0].fused if rivals else 0.0
    cosines = first.candidate.cosines
    leads_words = all(first.words >= other.words for other in rivals)
    leads_meaning = cosines is not None and all(
        cosines.nearest >= other.candidate.cosines.nearest
        for other in rivals
        if other.candidate.cosines
    )
    return Evidence(
        meaning=cosines.nearest if cosines else None,
        margin=margin,
        words=first.words,
        agreement=(leads_words + leads_meaning) / 2,
    )


def learn(rule: Rule, examples: Sequence[tuple[Evidence, bool]]) -> Rule:
    """Return `rule` with the lowest threshold that keeps `TARGET_PRECISION` on examples.

    Two imagined wrong ones are counted along, so that a lucky small sample is not trusted.

    Args:
        rule: whose weights are kept.
        examples: evidence of the first suggestion, and whether it was right.
    """
    ordered = sorted(
        ((rule.strength(evidence), right) for evidence, right in examples), reverse=True
    )
    threshold, right_so_far = math.inf, 0
    for count, (strength, right) in enumerate(ordered, start=1):
        right_so_far += right
        if (
            right_so_far >= MIN_EXAMPLES
            and right_so_far / (count + IMAGINED_WRONG) >= TARGET_PRECISION
        ):
            threshold = strength
    return replace(rule, threshold=threshold)
