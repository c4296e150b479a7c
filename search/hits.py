"""What is shown of a document that was found."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from search.calibration import Evidence
from search.documents import Document, Hit, Part, Passage
from search.passages import chunks, excerpt
from search.query import Expanded, Query
from search.ranking import Scored
from search.stores.base import Stored
from search.text import terms

# How fast the shown score falls behind the first one's, in fused units.
SCORE_FALL: Final = 4.0


def shown_scores(scored: Sequence[Scored], confidence: float) -> list[float]:
    """Scores 0..1: the first one's confidence, the others falling behind it by fused units.

    Who stands further down because it repeats another says no more than the one before it.
    """
    fused = np.minimum.accumulate([item.fused for item in scored])
    return [confidence * math.exp((sum_ - fused[0]) / SCORE_FALL) for sum_ in fused]


def plain_hit(stored: Stored) -> Hit:
    """A document that nobody asked about in words."""
    document = stored.document
    shown = excerpt(document.body or document.title, frozenset(), "", "body", "")
    return Hit(document.key, document.kind, 0.0, False, 0.0, None, shown)


def hit(
    item: Scored,
    stored: Stored,
    score: float,
    likely: bool,
    evidence: Evidence | None,
    shown: Passage,
) -> Hit:
    """A document that was found, with what is shown of it."""
    cosines = item.candidate.cosines
    return Hit(
        key=item.candidate.key,
        kind=stored.document.kind,
        score=score,
        likely_duplicate=likely,
        words=item.words,
        meaning=cosines.nearest if cosines else None,
        passage=shown,
        evidence=evidence,
    )


def passage(stored: Stored, query: Query, expanded: Expanded) -> Passage:
    """The part to show: the answer where there is one, else where the meaning is nearest."""
    wanted = expanded.wanted
    part, anchor, text = _fitting(stored.document, stored.best, wanted)
    return excerpt(text, wanted, query.prefix, part, anchor)


def _fitting(
    document: Document, best: tuple[Part, str, int] | None, wanted: frozenset[str]
) -> tuple[Part, str, str]:
    if document.answer:
        return "answer", "", document.answer
    if best and best[0] == "section":
        return "section", best[1], _section_text(document, best[1], best[2])
    if document.sections:
        section = max(document.sections, key=lambda item: len(wanted & set(terms(item.text))))
        return "section", section.anchor, section.text
    if document.body:
        return "body", "", document.body
    return "title", "", document.title


def _section_text(document: Document, anchor: str, position: int) -> str:
    texts = [item.text for item in document.sections if item.anchor == anchor]
    cut = chunks(texts[0] if texts else document.body)
    return cut[position] if position < len(cut) else document.body
