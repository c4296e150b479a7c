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
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.encoder import Vectors

# Title, title and body, answer or section: see `stores.matrix.DocumentVectors`.
PARTS: Final = 3
# Of so few documents an average is half believed: one of them may be the answer itself.
HALF_BELIEVED_DOCUMENTS: Final = 8


@dataclass(frozen=True, slots=True)
class Cells:
    """Which language and part each row of a matrix of vectors belongs to.

    Args:
        languages: the languages there are.
        of_row: per row 3 * (index of its language) + part; negative for a row without owner.
    """

    languages: Sequence[str]
    of_row: NDArray[np.int64]

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Number of rows, shape (languages, 3)."""
        return self._sums(np.ones(len(self.of_row), dtype=np.float32)).astype(np.int64)

    def means(self, scores: Vectors) -> NDArray[np.float64]:
        """Return the average of `scores` (one per row) in each cell, shape (languages, 3)."""
        return self._sums(scores) / np.maximum(self.sizes, 1)

    def reference(self, own: str) -> int:
        """Return the index of `own`, or of the commonest language where nothing is in it."""
        titles = self.sizes[:, 0]
        known = own in self.languages and titles[self.languages.index(own)] > 0
        return self.languages.index(own) if known else int(np.argmax(titles))

    def believed(self, reference: int) -> NDArray[np.float64]:
        """Return how far (0..1) a cell's average may be set against the reference's."""
        fewer = np.minimum(self.sizes, self.sizes[reference])
        share: NDArray[np.float64] = fewer / (fewer + HALF_BELIEVED_DOCUMENTS)
        return share

    def _sums(self, values: Vectors) -> NDArray[np.float64]:
        room = len(self.languages) * PARTS
        counted = np.where(self.of_row < 0, room, self.of_row)
        sums = np.bincount(counted, weights=values, minlength=room + 1)[:room]
        return sums.astype(np.float64).reshape(len(self.languages), PARTS)


def shifts(scores: Vectors, cells: Cells, own: str) -> Vectors:
    """Return what to add to the cosines of each language and part, shape (languages, 3).

    Args:
        scores: cosine of the query and each row.
        cells: what the rows are.
        own: the query's language.
    """
    reference = cells.reference(own)
    means, believed = cells.means(scores), cells.believed(reference)
    added = (means[reference] - means) * believed
    whole: Vectors = np.where(believed > 0, added, added[:, :1]).astype(np.float32)
    return whole


def leanings(matrix: Vectors, cells: Cells, own: str) -> Vectors:
    """Return how much nearer than others of its cell a row is to `own` at large, per row.

    Zero for the rows of the reference language itself.

    Args:
        matrix: the vectors, shape (rows, dimension).
        cells: what the rows are.
        own: the query's language.
    """
    reference = cells.reference(own)
    ours = cells.of_row // PARTS == reference
    near: Vectors = matrix @ matrix[ours].mean(axis=0)
    weights = cells.believed(reference)
    weights[reference] = 0.0
    row = np.maximum(cells.of_row, 0)
    lean = (near - cells.means(near).ravel()[row]) * weights.ravel()[row]
    single: Vectors = lean.astype(np.float32)
    return single


def across(likeness: Vectors, languages: Sequence[str], added: Sequence[float]) -> Vectors:
    """Return cosines between documents with pairs of two languages lifted like the query's.

    Args:
        likeness: cosines between titles, shape (k, k).
        languages: of each of the k documents.
        added: what `shifts` added to the title of each.
    """
    count = len(likeness)
    spoken, lifts = np.array(languages[:count]), np.array(added[:count], dtype=np.float32)
    foreign = spoken[:, None] != spoken[None, :]
    lifted: Vectors = likeness + foreign * np.maximum(lifts[:, None], lifts[None, :])
    return lifted
