"""Rows of different lengths in one array."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Ragged:
    """Rows one behind the other.

    Args:
        values: of all rows.
        starts: where each row begins, and the end of the last, shape (rows + 1,).
    """

    values: NDArray[np.uint32]
    starts: Numbers

    def of(self, rows: Numbers) -> tuple[NDArray[np.uint32], Numbers]:
        """Return the values of some rows, and which of the rows each one belongs to."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        owners = np.repeat(np.arange(len(rows)), lengths)
        offsets = self.starts[rows] - np.concatenate([[0], np.cumsum(lengths)[:-1]])
        return self.values[np.arange(len(owners)) + offsets[owners]], owners

    def lengths(self, rows: Numbers) -> Numbers:
        """Return how many values some rows have."""
        lengths: Numbers = self.starts[rows + 1] - self.starts[rows]
        return lengths


def ragged(values: NDArray[np.uint32], owners: Numbers, rows: int) -> Ragged:
    """Return values whose owners come in order as rows."""
    return Ragged(values, np.searchsorted(owners, np.arange(rows + 1)))


def joined(parts: Sequence[Ragged]) -> Ragged:
    """Return the rows of all parts, one part after the other."""
    ends = np.cumsum([0, *(len(part.values) for part in parts)])
    starts = [part.starts[:-1] + end for part, end in zip(parts, ends, strict=False)]
    return Ragged(
        np.concatenate([part.values for part in parts]), np.concatenate([*starts, ends[-1:]])
    )
