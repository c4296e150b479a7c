"""Which block of an article still carries which words, after somebody wrote on it. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# Of all different words of both, how many they share, for a block to count as the same one
# rewritten: half, so that mending a sentence keeps its origin and writing it anew does not.
ALIKE_MIN = 0.5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Bound:
    """The words as they were taken, and the block that carried them so far; None for none."""

    row_id: int
    words: str
    position: int | None


def rebind(
    rows: Iterable[Bound], before: Sequence[str], after: Sequence[str]
) -> dict[int, int | None]:
    """For each row the block that carries its words now, or None.

    A block that stayed as it is stays bound wherever it went; one that was mended is found by the
    words it shares with what it was; words that came back are found by themselves.

    Args:
        before: the blocks of the text so far. after: those of the text now.
    """
    places: dict[str, list[int]] = {}
    for number, text in enumerate(after):
        places.setdefault(_plain(text), []).append(number)
    bags = [_bag(text) for text in after]
    kept = set(before)
    free = [number for number, text in enumerate(after) if text not in kept]
    found: dict[int, int | None] = {}
    for row in rows:
        old = _at(row.position, before)
        found[row.row_id] = (
            _same(old, places, row.position)
            if old and _plain(old) in places
            else _alike(_bag(old), bags, free)
        )
        if found[row.row_id] is None:
            exact = _same(row.words, places, row.position)
            found[row.row_id] = exact if exact is not None else _alike(_bag(row.words), bags, free)
    return found


def _at(position: int | None, blocks: Sequence[str]) -> str:
    return "" if position is None or position >= len(blocks) else blocks[position]


def _same(text: str, places: Mapping[str, list[int]], near: int | None) -> int | None:
    """Of the blocks that say just this, the one nearest to where it stood."""
    numbers = places.get(_plain(text), [])
    return min(numbers, key=lambda number: abs(number - (near or 0)), default=None)


def _alike(words: frozenset[str], bags: Sequence[frozenset[str]], free: list[int]) -> int | None:
    best, place = ALIKE_MIN, None
    for number in free:
        together = words | bags[number]
        share = len(words & bags[number]) / len(together) if together else 0.0
        if share >= best and (place is None or share > best):
            best, place = share, number
    return place


def _plain(text: str) -> str:
    return " ".join(text.split())


def _bag(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
