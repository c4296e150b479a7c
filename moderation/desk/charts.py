"""Bars as SVG wants them: places and lengths in units of the view box."""

from dataclasses import dataclass

WIDTH, HEIGHT = 600.0, 160.0
GAP_SHARE = 0.25  # of the room of a bar


@dataclass(frozen=True, slots=True)
class Bar:
    """One rectangle; ``kind`` says what it stands for, ``title`` how much it is."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    title: str


def bar(left: float, room: float, bottom: float, height: float, kind: str, title: str) -> Bar:
    """A bar in the middle of its room, upon ``bottom`` (from the top of the box)."""
    gap = room * GAP_SHARE
    return Bar(
        x=round(left + gap / 2, 1),
        y=round(bottom - height, 1),
        width=round(room - gap, 1),
        height=round(height, 1),
        kind=kind,
        title=title,
    )
