"""When a suggestion may be called a likely duplicate, per model.

Cosines of two models mean different things, so every rule belongs to one model.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from search.encoder import BUNDLED_MODEL, BUNDLED_SECOND, HUB_MODEL, Vectors
from search.ranking import Scored

# What the product promises: of ten marked suggestions, nine are right.
TARGET_PRECISION: Final = 0.9
# A rule learned from fewer right examples than this would be luck.
MIN_EXAMPLES: Final = 20
# Wrong examples imagined beside the seen ones (additive smoothing, after Laplace).
IMAGINED_WRONG: Final = 2
# People say what helped and keep silent on the rest, so what they say flatters: what is learned
# from them marks from no less than this below the rule they were shown by.
STEP_MAX: Final = 0.3
# How fast confidence moves around the threshold; the rule's sums are of unit size.
CONFIDENCE_SLOPE: Final = 4.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the first of a ranked list being the same question.

    Args:
        meaning: its nearest cosine, None where words alone were searched.
        margin: how far its fused score is ahead of the next distinct answer.
        words: 0..1, share of the query's words it holds, or would but for its language.
        agreement: 0..1, share of the signals that put it first, each by itself.
        hidden: 0..1, share of the query's words that its language hides.
        opinion: its nearest cosine by the second model, None where that was not asked.
    """

    meaning: float | None
    margin: float
    words: float
    agreement: float
    hidden: float = 0.0
    opinion: float | None = None


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
        hidden: weight of what its language hides: so much less is asked of it.
        threshold: from which sum on a suggestion is marked.
        same: title cosine from which two candidates are one answer, not rivals.
        related: cosine from which a document is worth showing at all.
        alone: cosine that the nearest document has where there is a match at all.
        alone_across: the same where no document is in the query's language.
        second: weight of the second model's opinion, where there is one.
        second_low: cosine of the second model that speaks neither for it nor against it.
    """

    model: str
    low: float
    high: float
    margin: float
    words: float
    agreement: float
    hidden: float
    threshold: float
    same: float
    related: float
    alone: float
    alone_across: float
    second: float = 0.0
    second_low: float = 0.0

    @property
    def scale(self) -> float:
        """By how much less cosine two texts count a third as alike (a fifth of the range)."""
        return (self.high - self.low) / 5

    def strength(self, evidence: Evidence) -> float:
        """Return the weighted sum; without meaning only the words remain."""
        near = confirmed = 0.0
        if evidence.meaning is not None:
            near = (evidence.meaning - self.low) / (self.high - self.low)
        if evidence.opinion is not None:
            confirmed = self.second * (evidence.opinion - self.second_low)
        return (
            near
            + confirmed
            + self.margin * evidence.margin
            + self.words * evidence.words
            + self.agreement * evidence.agreement
            + self.hidden * evidence.hidden
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
    words=0.25,
    agreement=1.5,
    hidden=0.2,
    threshold=2.45,
    same=0.93,
    related=0.8,
    alone=0.86,
    alone_across=0.84,
)
# Nothing is known of another model's cosines: only near-identical texts are marked.
CAUTIOUS: Final = Rule(
    model="",
    low=0.5,
    high=1.0,
    margin=0.0,
    words=0.5,
    agreement=0.2,
    hidden=0.0,
    threshold=1.5,
    same=0.97,
    related=0.3,
    alone=0.3,
    alone_across=0.3,
)
SHIPPED: Final = {BUNDLED_MODEL: _E5, HUB_MODEL: replace(_E5, model=HUB_MODEL)}


# The pair, measured on banking77: the second model's own view of a paraphrase begins at .58.
PAIRED: Final = {BUNDLED_SECOND: (4.0, 0.58)}


def rule_for(model: str, second: str = "") -> Rule:
    """Return the shipped rule of a model, a cautious one for a model nobody measured.

    Args:
        model: the model's name.
        second: the name of the one that is asked for a second opinion; empty for none. The
            opinion of one that nobody measured counts for the order alone.
    """
    rule = SHIPPED.get(model) or replace(CAUTIOUS, model=model)
    if not second:
        return rule
    weight, low = PAIRED.get(second, (0.0, 0.0)) if model in SHIPPED else (0.0, 0.0)
    return replace(rule, model=f"{model}+{second}", second=weight, second_low=low)


def is_measured(rule: Rule) -> bool:
    """Return whether a rule rests on measurements: its model's, or those of a pair's first one."""
    return rule.model.partition("+")[0] in SHIPPED


def gather(ranked: Sequence[Scored], likeness: Vectors, rule: Rule, place: int = 0) -> Evidence:
    """Return the evidence for one of `ranked`, against those that are other answers.

    Args:
        ranked: best first, at least one.
        likeness: cosines between the titles of the first few, shape (k, k); may be empty.
        rule: says from which likeness on two candidates are the same answer.
        place: whose evidence; below k, or 0.
    """
    judged, same = ranked[place], {place, *twins(likeness, rule, place)}
    rivals = [other.fused for at, other in enumerate(ranked) if at not in same]
    cosines = judged.candidate.cosines
    return Evidence(
        meaning=cosines.nearest if cosines else None,
        margin=judged.fused - max(rivals) if rivals else 0.0,
        words=judged.wording,
        agreement=judged.agreement,
        hidden=judged.hidden,
        opinion=judged.opinion,
    )


def twins(likeness: Vectors, rule: Rule, place: int = 0) -> list[int]:
    """Return the places of other candidates that are the same answer as the one at `place`."""
    if place >= len(likeness):
        return []
    return [at for at in np.flatnonzero(likeness[place] >= rule.same).tolist() if at != place]


def likely_places(ranked: Sequence[Scored], likeness: Vectors, rule: Rule) -> frozenset[int]:
    """Return the places of those that may be called likely duplicates.

    The first, where its evidence suffices, and with it the same answer in another language
    where its own does; what leads for the one leads for the other. Within one language only
    the first is marked: of 41 twins that passed on support-ru 12 answered something else.
    """
    first = gather(ranked, likeness, rule)
    if not rule.likely(first):
        return frozenset()
    spoken = ranked[0].candidate.language
    also = [at for at in twins(likeness, rule) if ranked[at].candidate.language != spoken]
    evidence = {
        at: replace(gather(ranked, likeness, rule, at), agreement=first.agreement) for at in also
    }
    return frozenset([0, *(at for at in also if rule.likely(evidence[at]))])


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
        ends = count == len(ordered) or ordered[count][0] < strength  # equals share their fate
        if (
            ends
            and right_so_far >= MIN_EXAMPLES
            and right_so_far / (count + IMAGINED_WRONG) >= TARGET_PRECISION
        ):
            threshold = strength
    return replace(rule, threshold=threshold)


@dataclass(frozen=True, slots=True)
class Learned:
    """A rule learned from examples, and how it does on them.

    Args:
        rule: to judge by from now on.
        right: how many of the examples were right.
        wrong: how many were not.
        precision: share of right ones among those it marks; None where it marks none.
        recall: share of the right ones that it marks.
    """

    rule: Rule
    right: int
    wrong: int
    precision: float | None
    recall: float


def calibrate(rule: Rule, examples: Sequence[tuple[Evidence, bool]]) -> Learned | None:
    """Return what examples teach, None where fewer than `MIN_EXAMPLES` of them are right.

    Where no threshold keeps the promise, the rule marks only what is stronger than every wrong
    example, and never more than it did.

    Args:
        rule: whose weights are kept.
        examples: evidence of the first suggestion, and whether it was right.
    """
    right = sum(correct for _, correct in examples)
    if right < MIN_EXAMPLES:
        return None
    threshold = max(learn(rule, examples).threshold, rule.threshold - STEP_MAX)
    if math.isinf(threshold):
        strongest = max(rule.strength(evidence) for evidence, correct in examples if not correct)
        threshold = max(rule.threshold, math.nextafter(strongest, math.inf))
    trained = replace(rule, threshold=threshold)
    verdicts = [correct for evidence, correct in examples if trained.likely(evidence)]
    precision = sum(verdicts) / len(verdicts) if verdicts else None
    return Learned(trained, right, len(examples) - right, precision, sum(verdicts) / right)
