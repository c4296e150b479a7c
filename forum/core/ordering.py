"""Rows that people put into an order by hand."""

from collections.abc import Sequence
from typing import Protocol


class Placed(Protocol):
    """A row with a place among its like."""

    id: int
    position: int


def change_places(rows: Sequence[Placed], row_id: int, up: bool) -> tuple[int, int] | None:
    """Let a row change places with its neighbour, and number all of them from 1 on.

    Args:
        rows: all of them, in their order.
        row_id: one of them.
        up: towards the first.

    Returns:
        Where it stood and where it stands, or None where it already was at that end.
    """
    ordered = list(rows)
    at = next(number for number, row in enumerate(ordered) if row.id == row_id)
    other = at - 1 if up else at + 1
    moves = 0 <= other < len(ordered)
    if moves:
        ordered[at], ordered[other] = ordered[other], ordered[at]
    for number, row in enumerate(ordered, start=1):
        row.position = number
    return (at + 1, other + 1) if moves else None
