"""Figures as bars for ``components/chart.html``: places and lengths in units of the view box."""

from collections.abc import Sequence
from dataclasses import dataclass

from moderation.desk.charts import HEIGHT, WIDTH, Bar, bar


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars in a box of ``width`` by ``height``; the highest place in it stands for ``most``."""

    bars: Sequence[Bar]
    most: int
    width: float = WIDTH
    height: float = HEIGHT


@dataclass(frozen=True, slots=True)
class Piece:
    """A length of a bar."""

    kind: str
    value: int
    title: str


def stacked(columns: Sequence[Sequence[Piece]]) -> Chart:
    """For each column its pieces, one upon the other."""
    most = round_up(max((sum(piece.value for piece in column) for column in columns), default=0))
    bars = []
    for at, column in enumerate(columns):
        below = 0
        for piece in column:
            if piece.value:
                bars.append(_bar(at, len(columns), below, piece, most))
                below += piece.value
    return Chart(bars, most)


def layered(columns: Sequence[Sequence[Piece]]) -> Chart:
    """For each column its pieces from the ground, the longest behind the others."""
    most = round_up(max((piece.value for column in columns for piece in column), default=0))
    bars = []
    for at, column in enumerate(columns):
        for piece in sorted(column, key=lambda one: -one.value):
            if piece.value:
                bars.append(_bar(at, len(columns), 0, piece, most))
    return Chart(bars, most)


def round_up(number: int) -> int:
    """The next number with a single digit before its zeros; at least 1."""
    size = 1
    while number > 10 * size:
        size *= 10
    return next(step * size for step in range(1, 11) if step * size >= number)


def _bar(at: int, columns: int, below: int, piece: Piece, most: int) -> Bar:
    room, unit = WIDTH / columns, HEIGHT / most
    bottom = HEIGHT - below * unit
    return bar(at * room, room, bottom, piece.value * unit, piece.kind, piece.title)
