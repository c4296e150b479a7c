"""A draft from the words of threads. Pure: texts in, text out, nothing lost on the way.

Every block keeps the post and revision it came from, and its place in the draft.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.core.markup import SOURCE_MAX_CHARS
from moderation.promotion.blocks import (
    OWN_HEADING_LEVEL,
    Block,
    PostText,
    blocks_of,
    literal,
    positions_of,
)

SEPARATOR = "***"  # keeps two answers' lists from becoming one
STEPS_MIN = 2  # a list of one is no instruction


@dataclass(frozen=True, slots=True)
class Fact:
    """A few plain words that go with a post: the version it was written for, another title."""

    words: str
    post_id: int
    revision: int


@dataclass(frozen=True, slots=True)
class ThreadText:
    """Resolved threads: what was asked, where, what solved it, what else helped, best first.

    ``asked_as`` are the titles of other threads that ask the same.
    """

    title: str
    question: PostText
    solution: PostText
    others: Sequence[PostText] = ()
    environment: Sequence[Fact] = ()
    asked_as: Sequence[Fact] = ()


@dataclass(frozen=True, slots=True)
class Headings:
    """The names of the parts, in the thread's language."""

    problem: str = "Problem"
    environment: str = "Environment"
    solution: str = "Solution"
    steps: str = "Steps"
    also: str = "Also worked"
    asked_as: str = "Also asked as"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block in the very words of a post's revision; ``position`` is its place in the draft."""

    text: str
    post_id: int
    revision: int
    position: int = 0


@dataclass(frozen=True, slots=True)
class DraftText:
    """A draft and where each of its paragraphs came from.

    ``left_out`` are posts that would have made it longer than an article may be.
    """

    title: str
    source: str
    paragraphs: tuple[Paragraph, ...]
    left_out: tuple[int, ...] = ()


class TextTooLongError(ValueError):
    """Question and solution alone are longer than an article may be."""


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    origins: tuple[Fact, ...] = ()  # where its words came from; none of a heading of ours


class _Draft:
    """The pieces so far, and how much room there is for more."""

    def __init__(self, max_chars: int) -> None:
        self.pieces: list[_Piece] = []
        self._room = max_chars

    def add(self, pieces: Sequence[_Piece]) -> bool:
        """Add them all or, where they do not fit, none."""
        wanted = sum(len(piece.text) + 2 for piece in pieces) - (0 if self.pieces else 2)
        if wanted > self._room:
            return False
        self._room -= wanted
        self.pieces.extend(pieces)
        return True

    def finished(self, title: str, left_out: Sequence[int]) -> DraftText:
        """The text, and each paragraph's place in it."""
        source = "\n\n".join(piece.text for piece in self.pieces)
        lines, line = [], 0
        for piece in self.pieces:
            lines.append(line)
            line += piece.text.count("\n") + 2
        placed = zip(self.pieces, positions_of(lines, source), strict=True)
        paragraphs = tuple(
            Paragraph(origin.words, origin.post_id, origin.revision, position)
            for piece, position in placed
            for origin in piece.origins
        )
        return DraftText(title, source, paragraphs, tuple(left_out))


def compose(thread: ThreadText, headings: Headings, max_chars: int = SOURCE_MAX_CHARS) -> DraftText:
    """Put the parts together.

    Raises:
        TextTooLongError: question and solution do not fit into ``max_chars``.
    """
    posts = [thread.question, thread.solution, *thread.others]
    draft = _Draft(max_chars)

    def pieces_of(post: PostText) -> list[tuple[Block, _Piece]]:
        elsewhere = "\n\n".join(other.source for other in posts if other is not post)
        return [
            (block, _Piece(block.text, (Fact(block.words, post.post_id, post.revision),)))
            for block in blocks_of(post, elsewhere)
        ]

    problem = [_heading(headings.problem), *(piece for _b, piece in pieces_of(thread.question))]
    environment = _list_of(headings.environment, thread.environment)
    solution = [
        _heading(headings.solution),
        *_with_steps(pieces_of(thread.solution), headings.steps),
    ]
    if not draft.add([*problem, *environment, *solution]):
        raise TextTooLongError
    left_out: list[int] = []
    lead = _heading(headings.also)
    for other in thread.others:
        if draft.add([lead, *(piece for _b, piece in pieces_of(other))]):
            lead = _Piece(SEPARATOR)
        else:
            left_out.append(other.post_id)
    draft.add(_list_of(headings.asked_as, thread.asked_as))
    return draft.finished(thread.title, left_out)


def _with_steps(pieces: Sequence[tuple[Block, _Piece]], name: str) -> list[_Piece]:
    """Name the steps where other words stand before them; a post's own headings do that better."""
    found = [piece for _block, piece in pieces]
    if any(block.kind == "heading_open" for block, _piece in pieces):
        return found
    for number, (block, _piece) in enumerate(pieces):
        if block.kind == "ordered_list_open" and block.items >= STEPS_MIN:
            leads_in = number and pieces[number - 1][0].words.rstrip().endswith(":")
            place = number - 1 if leads_in else number
            if place:
                found.insert(place, _heading(name, OWN_HEADING_LEVEL + 1))
            break
    return found


def _list_of(name: str, facts: Sequence[Fact]) -> list[_Piece]:
    if not facts:
        return []
    text = "\n".join(f"- {literal(fact.words)}" for fact in facts)
    return [_heading(name), _Piece(text, tuple(facts))]


def _heading(text: str, level: int = OWN_HEADING_LEVEL) -> _Piece:
    return _Piece(f"{'#' * level} {text}")
