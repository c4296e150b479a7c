"""All vectors of one model in memory: a cache of rows, never the truth."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.encoder import Vectors
from search.languages import PARTS, Scale, scale
from search.ranking import Cosines
from search.stores.vault import EMPTY, Vault

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

# Below this share of dead rows a rebuild costs more than scanning past them.
MAX_DEAD_SHARE: Final = 0.25
# Rows looked at again per document wanted, where a glance may be a little wrong.
CLOSER_ROWS: Final = 12
PLENTY_ROWS: Final = 3


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
        vault: the vectors.
        owners: document id of each row, -1 for a dead one.
        cells: per row 3 times the index into `languages`, plus the part's number.
        languages: the distinct languages of documents.
        firsts: per document id its first row, -1 where it has none; the others follow.
        counts: per document id how many rows it has.
        scales: per language asked in, its scale; made when first asked for.
    """

    version: int
    stamp: int
    vault: Vault
    owners: Numbers
    cells: Numbers
    languages: tuple[str, ...]
    firsts: Numbers
    counts: Numbers
    scales: dict[str, Scale] = field(default_factory=dict)

    def allowed(self, ids: Numbers) -> Flags:
        """Return which rows belong to some documents, shape (rows,)."""
        wanted = np.zeros(len(self.firsts) + 1, dtype=bool)
        wanted[ids[ids < len(self.firsts)]] = True
        rows: Flags = wanted[self.owners]  # dead rows, of -1, read the last one
        return rows

    def title_of(self, document: int) -> int:
        """Return the row of a document's title, -1 where it has none."""
        return int(self.firsts[document]) if document < len(self.firsts) else -1

    def look(self, vector: Vectors, language: str) -> "Look":
        """Return a first look at all rows.

        Args:
            vector: the query's, shape (dimension,).
            language: the query's.
        """
        glance = self.vault.glance(vector)
        if len(self.languages) < 2:
            none = np.zeros((len(self.languages), PARTS), dtype=np.float32)
            return Look(vector, glance, none, None)
        measure = self.scales.get(language)
        if measure is None:
            cells = np.where(self.owners < 0, -1, self.cells)
            own = self.languages.index(language) if language in self.languages else None
            measure = scale(self.vault, cells, len(self.languages), own)
            self.scales[language] = measure
        added = measure.shifts(vector)
        glance += added.ravel()[self.cells]
        glance -= measure.leanings
        return Look(vector, glance, added, measure)

    def scores(self, look: "Look", rows: Numbers) -> Vectors:
        """Return the exact cosines of some rows, on the scale of the query's language."""
        if self.vault.is_exact:
            seen: Vectors = look.glance[rows]
            return seen
        plain = self.vault.products(rows, look.vector)
        if look.measure is None:
            return plain
        scores: Vectors = plain + look.added.ravel()[self.cells[rows]] - look.measure.leanings[rows]
        return scores

    def cosines(self, documents: Iterable[int], look: "Look") -> dict[int, Cosines]:
        """Return the cosines of documents; of those with vectors."""
        ids = np.array(list(documents), dtype=np.int64)
        ids = ids[ids < len(self.firsts)]
        ids = ids[self.firsts[ids] >= 0]
        if not len(ids):
            return {}
        lengths = self.counts[ids]
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        owner = np.repeat(np.arange(len(ids)), lengths)
        flat = np.arange(len(owner)) + (self.firsts[ids] - starts)[owner]
        found = self.scores(look, flat)
        by_part = np.full((len(ids), PARTS), -1.0, dtype=found.dtype)
        np.maximum.at(by_part, (owner, self.cells[flat] % PARTS), found)
        peaks = np.flatnonzero(found == np.maximum.reduceat(found, starts)[owner])
        _, first = np.unique(owner[peaks], return_index=True)
        best = peaks[first] - starts
        shifts = look.added[self.cells[flat[starts]] // PARTS, 0]
        cosines: dict[int, Cosines] = {}
        for number, (title, whole, part), place, shift in zip(
            ids.tolist(), by_part.tolist(), best.tolist(), shifts.tolist(), strict=True
        ):
            whole = whole if whole > -1.0 else title
            cosines[number] = Cosines(title, whole, part if part > -1.0 else whole, place, shift)
        return cosines


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A query's first look at all rows.

    Args:
        vector: the query's, shape (dimension,).
        glance: cosines of all rows on the scale of its language, perhaps a little wrong.
        added: what was added per language and part, shape (languages, 3).
        measure: the scale, None where there is one language.
    """

    vector: Vectors
    glance: Vectors
    added: Vectors
    measure: Scale | None


def nearest(snapshot: Snapshot, look: Look, allowed: Flags, limit: int) -> list[int]:
    """Return the `limit` documents with the highest allowed row, best first."""
    ranked = np.where(allowed, look.glance, -2.0)
    found: dict[int, None] = {}
    width = limit * (PLENTY_ROWS if snapshot.vault.is_exact else CLOSER_ROWS)
    width = min(len(ranked), width)
    while width:
        top = np.argpartition(ranked, len(ranked) - width)[-width:]
        top = top[allowed[top]]
        closer = snapshot.scores(look, top)
        owners = snapshot.owners[top[np.argsort(-closer)]]
        found = dict.fromkeys(owners.tolist())
        if len(found) >= limit or width == len(ranked):
            break
        width = min(len(ranked), width * 4)
    return list(found)[:limit]


def empty(version: int, stamp: int) -> Snapshot:
    """Return a snapshot without documents."""
    none = np.zeros(0, dtype=np.int64)
    return Snapshot(version, stamp, EMPTY, none, none, (), none, none)


def extend(
    old: Snapshot,
    version: int,
    stamp: int,
    documents: Sequence[DocumentVectors],
    gone: Iterable[int],
) -> Snapshot:
    """Return `old` with `documents` in place of earlier ones and without those `gone`.

    New rows go into the spare room of the vault that both share, so only the latest
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
    cells = np.repeat(np.array(spoken, dtype=np.int64) * PARTS, lengths) + parts
    return Snapshot(
        version,
        stamp,
        old.vault.with_more([document.matrix for document in documents if len(document.parts)]),
        np.concatenate([owners, np.repeat(ids, lengths)]),
        np.concatenate([old.cells, cells]),
        tuple(languages),
        firsts,
        counts,
    )


def too_many_dead(snapshot: Snapshot) -> bool:
    """Return whether so many rows are dead that a fresh load is cheaper."""
    if not len(snapshot.owners):
        return False
    return float((snapshot.owners < 0).mean()) > MAX_DEAD_SHARE
