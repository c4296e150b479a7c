"""What goes into the index and what comes out of it; plain values, no storage."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from search.calibration import Evidence
from search.spelling import Correction

Kind = Literal["thread", "article"]
Part = Literal["title", "body", "answer", "section"]


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of an article under its own heading.

    Args:
        anchor: the fragment of its address, without the hash sign.
        heading: its plain-text heading, may be empty.
        text: its plain text.
    """

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A thread or an article as search sees it; all texts are plain, not Markdown.

    Args:
        key: unique and opaque here, for example "thread:42".
        kind: "thread" or "article".
        title: the question, or the article's name.
        body: the question's text, or the whole article where it has no sections.
        answer: the best answer of a thread, or nothing.
        sections: an article's sections, each found on its own.
        language: "ru", "en", …; empty where unknown.
        audiences: opaque keys; a viewer holding any of them may find the document.
        labels: opaque facet labels such as "state:solved".
        standing: 0..1, how much people stand behind it (official, accepted, helpful).
        created_at: aware time of creation, kept for filters by date.
        fresh_at: aware time when what it says was last known to be true; None where unknown.
    """

    key: str
    kind: Kind
    title: str
    body: str
    answer: str = ""
    sections: tuple[Section, ...] = ()
    language: str = ""
    audiences: tuple[str, ...] = ("public",)
    labels: tuple[str, ...] = ()
    standing: float = 0.0
    created_at: datetime | None = None
    fresh_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """The part of a document that fits a query best.

    Args:
        part: where it stands.
        anchor: the section's anchor, empty elsewhere.
        text: an excerpt of some 240 characters, cut at word bounds.
        highlights: (start, end) offsets in `text` of the words that match.
    """

    part: Part
    anchor: str
    text: str
    highlights: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found.

    Args:
        key: the document's key.
        kind: the document's kind.
        score: 0..1, comparable within one model only.
        likely_duplicate: whether it may be called the same question (`calibration`).
        words: 0..1, how much of the query's words it holds.
        meaning: cosine of the best fitting part, None where words alone decided.
        passage: what to show of it.
        evidence: what spoke for it; of the first hit alone, whose verdict it is.
    """

    key: str
    kind: Kind
    score: float
    likely_duplicate: bool
    words: float
    meaning: float | None
    passage: Passage
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to one search.

    Args:
        hits: best first.
        degraded: True when words alone were searched (model loading, failed or too slow).
        total: how many documents were considered a match before `limit`.
        facets: how many of them carry each label; empty where nobody asked for it.
        corrections: misspelt words and what was looked for beside them.
        is_known: whether any word of the query stands in any document.
    """

    hits: tuple[Hit, ...] = ()
    degraded: bool = False
    total: int = 0
    facets: Mapping[str, int] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    is_known: bool = True
