"""Which pieces of a document are embedded, and which piece is shown for a query."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from search.documents import Document, Part, Passage
from search.text import highlights, tokens

# Long enough for one step of a guide, short enough that its vector means one thing
# (350 did best among 180, 350 and whole bodies; docs/search.md).
CHUNK_CHARACTERS: Final = 350
# A handbook of more sections than this should be several articles.
MAX_PIECES: Final = 40
EXCERPT_CHARACTERS: Final = 240

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")

Role = Literal["query", "passage"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A text to embed.

    Args:
        part: which part of the document it stands for.
        anchor: the section's anchor, empty elsewhere.
        position: which chunk of that part, from 0.
        text: what the model reads.
        role: whether the model reads it as a question or as a passage.
    """

    part: Part
    anchor: str
    position: int
    text: str
    role: Role


def pieces(document: Document) -> list[Piece]:
    """Return what to embed of `document`: the title first, then body, answer, sections.

    A thread's question is read as a question, everything else as a passage. Answers and
    sections carry the title, because their own words seldom repeat what was asked.
    """
    role: Role = "query" if document.kind == "thread" else "passage"
    title, body = document.title.strip(), document.body.strip()
    found = [Piece("title", "", 0, title or body, role)]
    if body and title:
        found.append(Piece("body", "", 0, f"{title}\n{body}", role))
    if document.answer.strip():
        found.append(Piece("answer", "", 0, f"{title}\n{document.answer.strip()}", "passage"))
    if document.kind == "article":
        found.extend(_section_pieces(document))
    return found[:MAX_PIECES]


def chunks(text: str) -> list[str]:
    """Return `text` cut at sentence ends into pieces of about `CHUNK_CHARACTERS`."""
    found: list[str] = []
    current = ""
    for sentence in filter(None, (part.strip() for part in _SENTENCE_END.split(text))):
        if current and len(current) + len(sentence) >= CHUNK_CHARACTERS:
            found.append(current)
            current = sentence
        else:
            current = f"{current} {sentence}".strip()
    return [*found, current] if current else found


def excerpt(text: str, wanted: frozenset[str], prefix: str, part: Part, anchor: str) -> Passage:
    """Return the stretch of `text` around the densest matches, with highlight offsets.

    Args:
        text: the plain text of the part that fits.
        wanted: index terms of the query.
        prefix: its half-typed last word, or empty.
        part: which part of the document `text` is.
        anchor: its section's anchor, or empty.
    """
    marks = highlights(text, wanted, prefix)
    start, end = _window(text, marks)
    shown = text[start:end]
    inside = tuple((a - start, b - start) for a, b in marks if a >= start and b <= end)
    return Passage(part, anchor, shown, inside)


def _section_pieces(document: Document) -> list[Piece]:
    title = document.title.strip()
    found: list[Piece] = []
    for section in document.sections:
        head = "\n".join(filter(None, (title, section.heading.strip())))
        for position, chunk in enumerate(chunks(section.text) or [""]):
            text = f"{head}\n{chunk}".strip()
            found.append(Piece("section", section.anchor, position, text, "passage"))
    if not document.sections:
        for position, chunk in enumerate(chunks(document.body)):
            found.append(Piece("section", "", position, f"{title}\n{chunk}", "passage"))
    return found


def _window(text: str, marks: list[tuple[int, int]]) -> tuple[int, int]:
    if len(text) <= EXCERPT_CHARACTERS:
        return 0, len(text)
    best, most = 0, 0
    for index, (start, _) in enumerate(marks):
        covered = sum(1 for _, end in marks[index:] if end <= start + EXCERPT_CHARACTERS - 40)
        if covered > most:
            best, most = max(0, start - 40), covered
    return _on_word_bounds(text, best, min(len(text), best + EXCERPT_CHARACTERS))


def _on_word_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    words = tokens(text)
    start = next((word.start for word in words if word.start >= start), start) if start else 0
    if end < len(text):
        fitting = [word.end for word in words if start < word.end <= end]
        end = fitting[-1] if fitting else end
    return start, end
