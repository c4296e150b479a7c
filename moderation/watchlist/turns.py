"""What became of a thread on the desk, line by line: who had it, when it rested, why it is back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from moderation.handling.queries import Turn
from moderation.handling.wording import told, why_over
from moderation.watchlist import wording


@dataclass(frozen=True, slots=True)
class Line:
    """One line among the notes."""

    at: datetime
    text: str


def lines_of(turns: Sequence[Turn]) -> list[Line]:
    """The lines, oldest first."""
    found: list[Line] = []
    for turn in turns:
        until = wording.due_text(turn.until) if turn.until is not None else ""
        found.append(Line(turn.at, told(turn, until)))
        if turn.ended_at is not None:
            found.append(Line(turn.ended_at, why_over(turn)))
    return sorted((line for line in found if line.text), key=lambda line: line.at)
