"""Puts the cosines of documents in other languages on the scale of the query's own.

A multilingual model brings texts of one language nearer to each other whatever they say: on
multilingual-e5-small an unrelated pair scores .03 to .05 more within Russian or English than
across, as much as separates a good answer from a bad one; and some texts lie near to every
text of the other language. So a cosine across languages counts by how far it stands out from
what the query scores with that language, and the document with the query's, on average: the
mean of symmetric score normalisation (Kenny 2010). Its scaling is left out: both languages
spread alike, and one close document among few would widen its own. Within the query's
language nothing changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from search.encoder import Vectors

# Title, title and body, answer or section: the three kinds of vectors that are compared.
PARTS: Final = 3
PART_NUMBERS: Final = {"title": 0, "body": 1, "answer": 2, "section": 2}
# Of so few documents an average is half believed: one of them may be the answer itself.
HALF_BELIEVED_DOCUMENTS: Final = 8
# Rows of one language and part that stand for all: the average is then right to .001.
SAMPLE_ROWS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Scale:
    """How to bring the cosines of a query in one language onto the scale of that language.

    Args:
        gaps: the product with the query is what to add per language and part, shape
            (languages, 3, dimension).
        leanings: what to take off per row, shape (rows,): how much nearer than its like it is
            to the query's language at large.
    """

    gaps: Vectors
    leanings: Vectors

    def shifts(self, vector: Vectors) -> Vectors:
        """Return what to add to the cosines with `vector`, shape (languages, 3)."""
        added: Vectors = self.gaps @ vector
        return added


@dataclass(frozen=True, slots=True)
class Relation:
    """How the vectors of every language lie to those of one, which is the scale.

    The corrected cosine of a row v of cell c with a query q is
    ``q·v + gaps[c]·q - weights[c] * (towards·v - levels[c])``, linear in v.

    Args:
        gaps: see `Scale`.
        towards: the middle of that language, shape (dimension,).
        levels: how near each cell is to it on average, shape (languages, 3).
        weights: how far each cell's leaning is believed, shape (languages, 3); 0 for its own.
    """

    gaps: Vectors
    towards: Vectors
    levels: Vectors
    weights: Vectors


def relate(means: Vectors, sizes: NDArray[np.int64], own: int | None) -> Relation:
    """Return how the languages lie to one of them.

    Args:
        means: the average vector per cell, shape (languages, 3, dimension); zeros without rows.
        sizes: rows per cell, shape (languages, 3).
        own: the number of the query's language; None, or one without rows, for the commonest.
    """
    known = own is not None and sizes[own, 0] > 0
    reference = own if own is not None and known else int(np.argmax(sizes[:, 0]))
    fewer = np.minimum(sizes, sizes[reference])
    believed = (fewer / (fewer + HALF_BELIEVED_DOCUMENTS)).astype(np.float32)
    gaps = (means[reference] - means) * believed[..., None]
    gaps = np.where(fewer[..., None] > 0, gaps, gaps[:, :1])  # a part without like: as the title
    towards = np.average(means[reference], axis=0, weights=sizes[reference]).astype(np.float32)
    weights = believed.copy()
    weights[reference] = 0
    return Relation(gaps, towards, means @ towards, weights)


class Rows(Protocol):
    """Vectors of documents, wherever they lie."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of rows, and their dimension."""

    def __getitem__(self, rows: NDArray[np.int64], /) -> Vectors:
        """Return some rows."""

    def __matmul__(self, vector: Vectors, /) -> Vectors:
        """Return the products of all rows with a vector."""


def scale(matrix: Rows, cells: NDArray[np.int64], languages: int, own: int | None) -> Scale:
    """Return the scale of one language; its own rows keep their cosines.

    Args:
        matrix: the vectors of all documents, shape (rows, dimension).
        cells: per row 3 * (number of its language) + part; negative for a row to pass over.
        languages: how many there are.
        own: the number of the query's language; None, or one without rows, for the commonest.
    """
    shape = (languages, PARTS)
    sizes = np.bincount(cells[cells >= 0], minlength=languages * PARTS).reshape(shape)
    means = np.stack([_mean(matrix, cells, cell) for cell in range(languages * PARTS)])
    found = relate(means.reshape(*shape, -1), sizes, own)
    row = np.maximum(cells, 0)
    apart = matrix @ found.towards - found.levels.ravel()[row]
    leanings: Vectors = apart * found.weights.ravel()[row]
    return Scale(found.gaps, leanings)


def _mean(matrix: Rows, cells: NDArray[np.int64], cell: int) -> Vectors:
    rows = np.flatnonzero(cells == cell)
    if not len(rows):
        return np.zeros(matrix.shape[1], dtype=np.float32)
    step = -(-len(rows) // SAMPLE_ROWS)
    mean: Vectors = matrix[rows[::step]].mean(axis=0)
    return mean


def across(likeness: Vectors, languages: Sequence[str], added: Sequence[float]) -> Vectors:
    """Return cosines between documents with pairs of two languages lifted like the query's.

    Args:
        likeness: cosines between titles, shape (k, k).
        languages: of each of the k documents.
        added: what `Scale.shifts` added to the title of each.
    """
    count = len(likeness)
    spoken, lifts = np.array(languages[:count]), np.array(added[:count], dtype=np.float32)
    foreign = spoken[:, None] != spoken[None, :]
    lifted: Vectors = likeness + foreign * np.maximum(lifts[:, None], lifts[None, :])
    return lifted
