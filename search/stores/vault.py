"""Where vectors lie in memory: a few as they are, many in less than half the room.

Many are turned so that the first numbers of each tell most of what tells them apart
(the principal components of a sample). Those stay as they are and give a first look at all
rows; the rest is kept in bytes and read for the rows that matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from search.encoder import Vectors

Numbers = NDArray[np.int64]
T = TypeVar("T", bound=np.generic)

# From so many rows on they are packed; fewer take no room worth saving.
PACKED_ROWS: Final = 50_000
# Numbers of a packed row that are kept in full.
HEAD: Final = 96
SAMPLE_ROWS: Final = 8_000
# Rows unpacked at a time when all are asked for: they fit the processor's cache.
BLOCK_ROWS: Final = 4_096
# Room kept for rows to come, so that one new answer does not copy every vector.
SPARE_SHARE: Final = 0.1
SPARE_ROWS: Final = 256
_BYTE: Final = 127.0


class Vault(Protocol):
    """Rows of vectors; those added go into spare room that the next vault shares."""

    @property
    def shape(self) -> tuple[int, int]:
        """Number of rows and their dimension."""

    def __getitem__(self, rows: Numbers) -> Vectors:
        """Return some rows, shape (len(rows), dimension)."""

    def __matmul__(self, vector: Vectors) -> Vectors:
        """Return the products of all rows with a vector, shape (rows,)."""

    def glance(self, vector: Vectors) -> Vectors:
        """Return the products of all rows, perhaps a little wrong."""

    def products(self, rows: Numbers, vector: Vectors) -> Vectors:
        """Return the products of some rows."""

    @property
    def is_exact(self) -> bool:
        """Whether a glance tells all."""

    def with_more(self, blocks: Sequence[Vectors]) -> "Vault":
        """Return these rows and further ones behind them."""


@dataclass(frozen=True, slots=True, eq=False)
class Plain:
    """Rows as they are: `used` of those in `buffer`."""

    buffer: Vectors
    used: int
    is_exact = True

    @property
    def shape(self) -> tuple[int, int]:
        """Number of rows and their dimension."""
        return self.used, self.buffer.shape[1]

    def __getitem__(self, rows: Numbers) -> Vectors:
        """Return some rows."""
        chosen: Vectors = self.buffer[rows]
        return chosen

    def __matmul__(self, vector: Vectors) -> Vectors:
        """Return the products of all rows with a vector."""
        products: Vectors = self.buffer[: self.used] @ vector
        return products

    def glance(self, vector: Vectors) -> Vectors:
        """Return the products of all rows."""
        return self @ vector

    def products(self, rows: Numbers, vector: Vectors) -> Vectors:
        """Return the products of some rows."""
        return self[rows] @ vector

    def with_more(self, blocks: Sequence[Vectors]) -> Vault:
        """Return these rows and further ones behind them, packed where there are many."""
        if not blocks:
            return self
        more = np.concatenate(blocks)
        plain = Plain(_filled(self.buffer, self.used, more), self.used + len(more))
        return plain if plain.used < PACKED_ROWS else _packed(plain)


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """Rows turned by `turn`: their heads in full, their tails in bytes.

    Args:
        turn: an orthogonal matrix, shape (dimension, dimension).
        heads: shape (room, `HEAD`).
        tails: shape (room, dimension - `HEAD`).
        scales: what a step of each tail is worth, shape (room,).
        used: rows in use.
    """

    turn: Vectors
    heads: Vectors
    tails: NDArray[np.int8]
    scales: Vectors
    used: int
    is_exact = False

    @property
    def shape(self) -> tuple[int, int]:
        """Number of rows and their dimension."""
        return self.used, len(self.turn)

    def __getitem__(self, rows: Numbers) -> Vectors:
        """Return some rows, turned back."""
        tails = self.tails[rows] * self.scales[rows, None]
        back: Vectors = np.concatenate([self.heads[rows], tails], axis=1) @ self.turn.T
        return back

    def __matmul__(self, vector: Vectors) -> Vectors:
        """Return the products of all rows with a vector."""
        blocks = range(0, self.used, BLOCK_ROWS)
        return np.concatenate(
            [self.products(np.arange(at, min(at + BLOCK_ROWS, self.used)), vector) for at in blocks]
        )

    def glance(self, vector: Vectors) -> Vectors:
        """Return the products of all heads."""
        heads: Vectors = self.heads[: self.used] @ (vector @ self.turn)[:HEAD]
        return heads

    def products(self, rows: Numbers, vector: Vectors) -> Vectors:
        """Return the products of some rows."""
        turned = vector @ self.turn
        tails = self.tails[rows].astype(np.float32) @ turned[HEAD:]
        products: Vectors = self.heads[rows] @ turned[:HEAD] + self.scales[rows] * tails
        return products

    def with_more(self, blocks: Sequence[Vectors]) -> Vault:
        """Return these rows and further ones behind them."""
        if not blocks:
            return self
        heads, tails, scales = _halves(np.concatenate(blocks) @ self.turn)
        return Packed(
            self.turn,
            _filled(self.heads, self.used, heads),
            _filled(self.tails, self.used, tails),
            _filled(self.scales, self.used, scales),
            self.used + len(scales),
        )


EMPTY: Final = Plain(np.zeros((0, 0), dtype=np.float32), 0)


def roomy(rows: int) -> int:
    """Return how many rows to make room for where so many are needed now."""
    return int(rows * (1 + SPARE_SHARE)) + SPARE_ROWS


def _packed(plain: Plain) -> Vault:
    dimension = plain.shape[1]
    if dimension <= HEAD:
        return plain
    sample = plain.buffer[: plain.used : -(-plain.used // SAMPLE_ROWS)].astype(np.float64)
    _, components = np.linalg.eigh(sample.T @ sample)
    turn = np.ascontiguousarray(components[:, ::-1], dtype=np.float32)  # the telling ones first
    none = np.zeros((0, dimension), dtype=np.float32)
    empty = Packed(turn, *_halves(none), 0)
    return empty.with_more([plain.buffer[: plain.used]])


def _halves(turned: Vectors) -> tuple[Vectors, NDArray[np.int8], Vectors]:
    tails = turned[:, HEAD:]
    scales = np.maximum(np.abs(tails).max(axis=1, initial=0.0), 1e-9) / _BYTE
    steps = np.rint(tails / scales[:, None]).astype(np.int8)
    return turned[:, :HEAD], steps, scales.astype(np.float32)


def _filled(buffer: NDArray[T], used: int, more: NDArray[T]) -> NDArray[T]:
    """`buffer` with `more` behind the rows in use: in the room there is, or copied into more."""
    needed = used + len(more)
    if needed > len(buffer):
        larger = np.empty((roomy(needed), *more.shape[1:]), dtype=more.dtype)
        if used:
            larger[:used] = buffer[:used]
        buffer = larger
    buffer[used:needed] = more
    return buffer
