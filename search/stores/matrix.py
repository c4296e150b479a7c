"""All vectors of one model in memory: a cache of rows, never the truth."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.encoder import Vectors
from search.languages import PARTS, Scale, scale
from search.ranking import Cosines

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

# Below this share of dead rows a rebuild costs more than scanning past them.
MAX_DEAD_SHARE: Final = 0.25
# Room kept for rows to come, so that one new answer does not copy every vector.
SPARE_SHARE: Final = 0.1
SPARE_ROWS: Final = 256


@dataclass(frozen=True, slots=True)
class DocumentVectors:
    """The vectors of one document as they leave the database.

    Args:
        id: the document's id.
        parts: per vector 0 title, 1 title and body, 2 answer or section.
        matrix: shape (len(parts), dimension).
        language: its language.
    """

    id: int
    parts: tuple[int, ...]
    matrix: Vectors
    language: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One consistent state; readers keep theirs while a writer makes the next.

    Args:
        version: the last change it holds.
        stamp: that change's stamp.
        buffer: the matrix with spare rows behind it, for the next snapshot to fill.
        owners: document id of each row, -1 for a dead one.
        parts: part number of each row.
        tongues: per row the index into `languages`.
        languages: the distinct languages of documents.
        firsts: per document id its first row, -1 where it has none; the others follow.
        counts: per document id how many rows it has.
        scales: per language asked in, its scale; made when first asked for.
    """

    version: int
    stamp: int
    buffer: Vectors
    owners: Numbers
    parts: Numbers
    tongues: Numbers
    languages: tuple[str, ...]
    firsts: Numbers
    counts: Numbers
    scales: dict[str, Scale] = field(default_factory=dict)

    @property
    def matrix(self) -> Vectors:
        """The vectors in use, shape (rows, dimension)."""
        return self.buffer[: len(self.owners)]

    def allowed(self, ids: Numbers) -> Flags:
        """Return which rows belong to some documents, shape (rows,)."""
        wanted = np.zeros(len(self.firsts) + 1, dtype=bool)
        wanted[ids[ids < len(self.firsts)]] = True
        rows: Flags = wanted[self.owners]  # dead rows, of -1, read the last one
        return rows

    def title_of(self, document: int) -> int:
        """Return the row of a document's title, -1 where it has none."""
        return int(self.firsts[document]) if document < len(self.firsts) else -1

    def scores(self, vector: Vectors, language: str) -> tuple[Vectors, Vectors]:
        """Return all cosines on the scale of one language, and what was added per language.

        Args:
            vector: the query's, shape (dimension,).
            language: the query's.
        """
        plain: Vectors = self.matrix @ vector
        if len(self.languages) < 2:
            return plain, np.zeros((len(self.languages), PARTS), dtype=np.float32)
        measure = self.scales.get(language)
        if measure is None:
            cells = np.where(self.owners < 0, -1, self.tongues * PARTS + self.parts)
            own = self.languages.index(language) if language in self.languages else None
            measure = scale(self.matrix, cells, len(self.languages), own)
            self.scales[language] = measure
        added = measure.shifts(vector)
        return plain + added[self.tongues, self.parts] - measure.leanings, added

    def cosines(
        self, documents: Iterable[int], scores: Vectors, added: Vectors
    ) -> dict[int, Cosines]:
        """Return the cosines of documents from the scores of all rows; of those with vectors."""
        ids = np.array(list(documents), dtype=np.int64)
        ids = ids[ids < len(self.firsts)]
        ids = ids[self.firsts[ids] >= 0]
        if not len(ids):
            return {}
        lengths = self.counts[ids]
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        owner = np.repeat(np.arange(len(ids)), lengths)
        flat = np.arange(len(owner)) + (self.firsts[ids] - starts)[owner]
        found = scores[flat]
        by_part = np.full((len(ids), PARTS), -1.0, dtype=found.dtype)
        np.maximum.at(by_part, (owner, self.parts[flat]), found)
        peaks = np.flatnonzero(found == np.maximum.reduceat(found, starts)[owner])
        _, first = np.unique(owner[peaks], return_index=True)
        best = peaks[first] - starts
        shifts = added[self.tongues[flat[starts]], 0]
        cosines: dict[int, Cosines] = {}
        for number, (title, whole, part), place, shift in zip(
            ids.tolist(), by_part.tolist(), best.tolist(), shifts.tolist(), strict=True
        ):
            whole = whole if whole > -1.0 else title
            cosines[number] = Cosines(title, whole, part if part > -1.0 else whole, place, shift)
        return cosines


def nearest(snapshot: Snapshot, scores: Vectors, allowed: Flags, limit: int) -> list[int]:
    """Return the `limit` documents with the highest allowed row, best first."""
    ranked = np.where(allowed, scores, -2.0)
    found: dict[int, None] = {}
    width = min(len(ranked), limit * 3)
    while width:
        top = np.argpartition(-ranked, width - 1)[:width]
        found = dict.fromkeys(
            int(snapshot.owners[row]) for row in top[np.argsort(-ranked[top])] if allowed[row]
        )
        if len(found) >= limit or width == len(ranked):
            break
        width = min(len(ranked), width * 4)
    return list(found)[:limit]


def build(version: int, stamp: int, documents: Sequence[DocumentVectors]) -> Snapshot:
    """Return a snapshot of `documents` and nothing else."""
    none = np.zeros(0, dtype=np.int64)
    buffer = np.zeros((0, 0), dtype=np.float32)
    empty = Snapshot(version, stamp, buffer, none, none, none, (), none, none)
    return extend(empty, version, stamp, documents, ())


def extend(
    old: Snapshot,
    version: int,
    stamp: int,
    documents: Sequence[DocumentVectors],
    gone: Iterable[int],
) -> Snapshot:
    """Return `old` with `documents` in place of earlier ones and without those `gone`.

    New rows go into the spare room of the buffer that both share, so only the latest
    snapshot may be extended.
    """
    languages = {value: number for number, value in enumerate(old.languages)}
    ids = np.array([document.id for document in documents], dtype=np.int64)
    lengths = np.array([len(document.parts) for document in documents], dtype=np.int64)
    spoken = [languages.setdefault(document.language, len(languages)) for document in documents]
    size = max(len(old.firsts), int(ids.max(initial=-1)) + 1)
    firsts, counts = np.full(size, -1, dtype=np.int64), np.zeros(size, dtype=np.int64)
    firsts[: len(old.firsts)], counts[: len(old.firsts)] = old.firsts, old.counts
    owners = old.owners.copy()
    for number in (*gone, *ids.tolist()):
        if number < len(old.firsts) and firsts[number] >= 0:
            owners[firsts[number] : firsts[number] + counts[number]] = -1
            firsts[number] = -1
    used = len(owners)
    firsts[ids] = used + np.concatenate([[0], np.cumsum(lengths)[:-1]]) if len(ids) else used
    counts[ids] = lengths
    firsts[ids[lengths == 0]] = -1
    parts = np.array([part for document in documents for part in document.parts], dtype=np.int64)
    return Snapshot(
        version,
        stamp,
        _appended(old, [document.matrix for document in documents if len(document.parts)]),
        np.concatenate([owners, np.repeat(ids, lengths)]),
        np.concatenate([old.parts, parts]),
        np.concatenate([old.tongues, np.repeat(np.array(spoken, dtype=np.int64), lengths)]),
        tuple(languages),
        firsts,
        counts,
    )


def _appended(old: Snapshot, blocks: Sequence[Vectors]) -> Vectors:
    if not blocks:
        return old.buffer
    used, added = len(old.owners), sum(map(len, blocks))
    buffer = old.buffer
    if used + added > len(buffer):
        room = int((used + added) * (1 + SPARE_SHARE)) + SPARE_ROWS
        buffer = np.empty((room, blocks[0].shape[1]), dtype=np.float32)
        buffer[:used] = old.matrix if used else 0
    np.concatenate(blocks, out=buffer[used : used + added])
    return buffer


def too_many_dead(snapshot: Snapshot) -> bool:
    """Return whether so many rows are dead that a fresh load is cheaper."""
    if not len(snapshot.owners):
        return False
    return float((snapshot.owners < 0).mean()) > MAX_DEAD_SHARE
