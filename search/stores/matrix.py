"""All vectors of one model in memory: a cache of rows, never the truth."""

import threading
from collections.abc import Callable, Iterable, Sequence
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
# Versions remembered, so that a reader with an older snapshot does not reload everything.
REMEMBERED_VERSIONS: Final = 1_000


@dataclass(frozen=True, slots=True)
class DocumentVectors:
    """The vectors of one document as they leave the database.

    Args:
        id: the document's id.
        parts: per vector 0 title, 1 title and body, 2 answer or section.
        matrix: shape (len(parts), dimension).
        kind: the document's kind.
        audiences: its audience keys.
        language: its language.
    """

    id: int
    parts: tuple[int, ...]
    matrix: Vectors
    kind: str
    audiences: frozenset[str]
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
        groups: per row the index into `visibility`.
        visibility: the distinct (kind, audiences) of documents.
        tongues: per row the index into `languages`.
        languages: the distinct languages of documents.
        rows: per document, its rows in order.
        scales: per language asked in, its scale; made when first asked for.
    """

    version: int
    stamp: int
    buffer: Vectors
    owners: Numbers
    parts: Numbers
    groups: Numbers
    visibility: tuple[tuple[str, frozenset[str]], ...]
    tongues: Numbers
    languages: tuple[str, ...]
    rows: dict[int, tuple[int, ...]]
    scales: dict[str, Scale] = field(default_factory=dict)

    @property
    def matrix(self) -> Vectors:
        """The vectors in use, shape (rows, dimension)."""
        return self.buffer[: len(self.owners)]

    def visible(self, audiences: frozenset[str], kinds: frozenset[str]) -> Flags:
        """Return which rows a viewer may see, shape (rows,)."""
        allowed = np.array(
            [
                bool(audiences & keys) and (not kinds or kind in kinds)
                for kind, keys in self.visibility
            ],
            dtype=bool,
        )
        if not len(allowed):
            return np.zeros(len(self.owners), dtype=bool)
        seen: Flags = allowed[self.groups] & (self.owners >= 0)
        return seen

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
        wanted = [(number, self.rows[number]) for number in documents if self.rows.get(number)]
        if not wanted:
            return {}
        lengths = [len(rows) for _, rows in wanted]
        starts = np.cumsum([0, *lengths[:-1]])
        flat = np.array([row for _, rows in wanted for row in rows])
        owner = np.repeat(np.arange(len(wanted)), lengths)
        found = scores[flat]
        by_part = np.full((len(wanted), PARTS), -1.0, dtype=found.dtype)
        np.maximum.at(by_part, (owner, self.parts[flat]), found)
        peaks = np.flatnonzero(found == np.maximum.reduceat(found, starts)[owner])
        _, first = np.unique(owner[peaks], return_index=True)
        best = peaks[first] - starts
        shifts = added[self.tongues[flat[starts]], 0]
        cosines: dict[int, Cosines] = {}
        for (number, _), (title, whole, part), place, shift in zip(
            wanted, by_part.tolist(), best.tolist(), shifts.tolist(), strict=True
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
    empty = Snapshot(
        version,
        stamp,
        np.zeros((0, 0), dtype=np.float32),
        np.zeros(0, dtype=np.int64),
        np.zeros(0, dtype=np.int64),
        np.zeros(0, dtype=np.int64),
        (),
        np.zeros(0, dtype=np.int64),
        (),
        {},
    )
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
    rows = dict(old.rows)
    owners = old.owners.copy()
    for identifier in (*gone, *(document.id for document in documents)):
        owners[list(rows.pop(identifier, ()))] = -1
    visibility = {value: number for number, value in enumerate(old.visibility)}
    languages = {value: number for number, value in enumerate(old.languages)}
    new_owners: list[int] = []
    new_parts: list[int] = []
    new_groups: list[int] = []
    new_tongues: list[int] = []
    position = len(owners)
    for document in documents:
        count = len(document.parts)
        group = visibility.setdefault((document.kind, document.audiences), len(visibility))
        rows[document.id] = tuple(range(position, position + count))
        position += count
        new_owners += [document.id] * count
        new_parts += document.parts
        new_groups += [group] * count
        new_tongues += [languages.setdefault(document.language, len(languages))] * count
    blocks = [document.matrix for document in documents if len(document.parts)]
    return Snapshot(
        version,
        stamp,
        _appended(old, blocks),
        np.concatenate([owners, np.array(new_owners, dtype=np.int64)]),
        np.concatenate([old.parts, np.array(new_parts, dtype=np.int64)]),
        np.concatenate([old.groups, np.array(new_groups, dtype=np.int64)]),
        tuple(visibility),
        np.concatenate([old.tongues, np.array(new_tongues, dtype=np.int64)]),
        tuple(languages),
        rows,
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


class MatrixCache:
    """Holds one snapshot and brings it up to the version a reader sees; thread-safe."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._known: dict[int, int] = {}

    @property
    def latest(self) -> Snapshot | None:
        """What was read last, by whomever; None before the first time."""
        return self._snapshot

    def get(
        self,
        version: int,
        stamp: int,
        stamp_of: Callable[[int], int | None],
        changed: Callable[[int], tuple[Sequence[DocumentVectors], Sequence[int]]],
        load: Callable[[], Sequence[DocumentVectors]],
    ) -> Snapshot:
        """Return a snapshot fit for a reader whose transaction ends at `version`.

        Args:
            version: the last change the reader's transaction sees.
            stamp: that change's stamp.
            stamp_of: the stamp the reader sees for a version, None where it sees none.
            changed: documents changed since a version, and ids gone since.
            load: every document.
        """
        with self._guard:
            current = self._snapshot
            if current and self._known.get(version) == stamp:
                return current  # the same state, or a newer one this reader filters again
            follows = current and current.version < version
            if current and follows and stamp_of(current.version) == current.stamp:
                documents, gone = changed(current.version)
                fresh = extend(current, version, stamp, documents, gone)
                if too_many_dead(fresh):
                    fresh = build(version, stamp, load())
            else:  # the first time, or what was seen has been rolled back
                self._known.clear()
                fresh = build(version, stamp, load())
            self._snapshot = fresh
            self._known[version] = stamp
            while len(self._known) > REMEMBERED_VERSIONS:
                self._known.pop(next(iter(self._known)))
            return fresh
