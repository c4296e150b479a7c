"""All documents in memory but for their texts and vectors: a cache of rows, never the truth.

What choosing, counting and narrowing need of every document, in arrays; SQLite would read the
same rows one by one for each question.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.query import Scope
from search.ranking import Candidate, Candidates
from search.stores.base import Wanted
from search.stores.held import COLUMNS, MICROSECONDS, UNDATED, Held, microseconds
from search.stores.ragged import Numbers
from search.stores.segments import Segment, Texts, grams_of, hashes, merged, segment
from search.wording import BM25_B, BM25_K1

Flags = NDArray[np.bool_]

# Segments of fewer documents are small, and merged when there are this many of them.
SMALL_DOCUMENTS: Final = 2_000
SMALL_SEGMENTS: Final = 8
# Above this share of replaced documents all is loaded afresh.
MAX_DEAD_SHARE: Final = 0.25
# What a term of the title counts, besides once for the whole.
TITLE_COUNTS: Final = 2
# Scopes whose answers are kept: those of the questions on their way.
SCOPES_KEPT: Final = 16


@dataclass(frozen=True, slots=True, eq=False)
class Holdings:
    """One consistent state; readers keep theirs while a writer makes the next.

    Args:
        version: the last change it holds.
        stamp: that change's stamp.
        rows: of each slot, as `COLUMNS`.
        keys: the document's key of each slot.
        slots: per document id its slot, -1 for none.
        visibility: the distinct (kind, audiences) of documents.
        languages: the distinct languages of documents.
        labels: all labels with their numbers; shared, and only ever added to.
        names: the labels in the order of their numbers; shared alike.
        segments: words, letters and labels, slot after slot.
        scopes: what was found allowed lately.
    """

    version: int
    stamp: int
    rows: NDArray[np.void]
    keys: tuple[str, ...]
    slots: Numbers
    visibility: tuple[tuple[str, frozenset[str]], ...]
    languages: tuple[str, ...]
    labels: dict[str, int]
    names: list[str]
    segments: tuple[Segment, ...]
    scopes: dict[Scope, Flags] = field(default_factory=dict)

    def allowed(self, scope: Scope) -> Flags:
        """Return which slots pass a scope, but for its phrases and what it names by key.

        A question asks three times; the answer is not to be written to.
        """
        known = self.scopes.get(scope)
        if known is None:
            if len(self.scopes) >= SCOPES_KEPT:
                self.scopes.clear()
            known = self.scopes[scope] = self._passing(scope)
        return known

    def _passing(self, scope: Scope) -> Flags:
        audiences, kinds = frozenset(scope.audiences), frozenset(scope.kinds)
        seen = np.array(
            [
                bool(audiences & keys) and (not kinds or kind in kinds)
                for kind, keys in self.visibility
            ],
            dtype=bool,
        )
        if not len(seen):
            return np.zeros(len(self.rows), dtype=bool)
        passing: Flags = seen[self.rows["group"]] & (self.rows["id"] >= 0)
        for label in scope.labels:
            passing &= self._labelled(label)
        created = self.rows["created"]
        if scope.since:
            passing &= created >= microseconds(scope.since)
        if scope.until:
            passing &= (created < microseconds(scope.until)) & (created != UNDATED)
        return passing

    def holding(self, terms: Iterable[str]) -> Flags:
        """Return which slots hold all of some terms."""
        found = np.ones(len(self.rows), dtype=bool)
        for term in hashes(terms):
            held = np.zeros(len(self.rows), dtype=bool)
            for part in self.segments:
                held[part.slots[part.holding(term)]] = True
            found &= held
        return found

    def best(
        self, terms: Sequence[tuple[str, float]], average: float, allowed: Flags, limit: int
    ) -> list[int]:
        """Return the ids of the best by BM25 over title and whole as one, best first.

        Args:
            terms: the terms, each with its rarity.
            average: number of terms in a document and its title together.
            allowed: which slots may be found.
            limit: number of ids.
        """
        scores = np.zeros(len(self.rows))
        lengths = self.rows["titles"] + self.rows["wholes"]
        for (_, rarity), term in zip(terms, hashes(term for term, _ in terms), strict=True):
            for part in self.segments:
                where = part.holding(term)
                slots, counts = part.slots[where], TITLE_COUNTS * part.titles[where]
                counts = (counts + part.wholes[where]).astype(np.float64)
                share = lengths[slots] / max(average, 1.0)
                damping = BM25_K1 * (1 - BM25_B + BM25_B * share)
                scores[slots] += rarity * counts * (BM25_K1 + 1) / (counts + damping)
        found = np.flatnonzero((scores > 0) & allowed)
        if len(found) > limit:
            least = np.partition(scores[found], -limit)[-limit]
            found = found[scores[found] >= least]
        ids = self.rows["id"][found]
        chosen: list[int] = ids[np.lexsort((ids, -scores[found]))[:limit]].tolist()
        return chosen

    def candidates(self, wanted: Wanted, allowed: Flags) -> Candidates:
        """Return what ranking needs of documents, of those that are allowed."""
        ids = np.array(wanted.ids, dtype=np.int64)
        slots = np.sort(self.slots[ids[ids < len(self.slots)]])
        slots = slots[slots >= 0]
        slots = slots[allowed[slots]]
        shape = (len(slots), len(wanted.weighed.terms))
        titles, wholes, letters = np.zeros(shape), np.zeros(shape), np.zeros(len(slots))
        terms = hashes(wanted.weighed.terms)
        grams = grams_of([wanted.text]).values
        for part in self.segments:
            low, high = np.searchsorted(slots, [part.first, part.first + part.count])
            if low == high:
                continue
            mine = slots[low:high]
            for column, term in enumerate(terms):
                where = part.holding(term)
                held = part.slots[where]
                if len(held):
                    at = np.minimum(np.searchsorted(held, mine), len(held) - 1)
                    there = held[at] == mine
                    titles[low:high, column] = part.titles[where][at] * there
                    wholes[low:high, column] = part.wholes[where][at] * there
            letters[low:high] = _likeness(part, mine - part.first, grams)
        rows = self.rows[slots]
        items = [
            Candidate(
                number, self.keys[slot], in_title, in_whole, standing,
                wanted.cosines.get(number), self.languages[language],
                fresh / MICROSECONDS if fresh != UNDATED else None,
            )
            for slot, (number, _, language, standing, in_title, in_whole, _, fresh) in zip(
                slots.tolist(), rows.tolist(), strict=True
            )
        ]  # fmt: skip
        return Candidates(items, titles, wholes, letters)

    def facets(self, slots: Numbers) -> dict[str, int]:
        """Return how many of some slots, given in order, carry each label."""
        counts = np.zeros(len(self.names), dtype=np.int64)
        for part in self.segments:
            low, high = np.searchsorted(slots, [part.first, part.first + part.count])
            values, _ = part.labels.of(slots[low:high] - part.first)
            counts += np.bincount(values, minlength=len(counts))
        return {self.names[number]: int(counts[number]) for number in np.flatnonzero(counts)}

    def newest(self, allowed: Flags, limit: int, offset: int) -> list[int]:
        """Return ids of allowed slots, newest first."""
        slots = np.flatnonzero(allowed)
        rows = self.rows[slots]
        order = np.lexsort((-rows["id"], -rows["created"]))[offset : offset + limit]
        ids: list[int] = rows["id"][order].tolist()
        return ids

    def too_many_dead(self) -> bool:
        """Return whether so many slots are dead that a fresh load is cheaper."""
        return len(self.rows) > 0 and float((self.rows["id"] < 0).mean()) > MAX_DEAD_SHARE

    def _labelled(self, label: str) -> Flags:
        number = self.labels.get(label, -1)
        found = np.zeros(len(self.rows), dtype=bool)
        for part in self.segments:
            places = np.flatnonzero(part.labels.values == number)
            found[part.first + np.searchsorted(part.labels.starts, places, side="right") - 1] = True
        return found


def nothing(version: int, stamp: int) -> Holdings:
    """Return the holdings of an empty index."""
    rows = np.zeros(0, dtype=COLUMNS)
    return Holdings(version, stamp, rows, (), np.zeros(0, dtype=np.int64), (), (), {}, [], ())


def extend(
    old: Holdings, version: int, stamp: int, documents: Sequence[Held], gone: Iterable[int]
) -> Holdings:
    """Return `old` with `documents` in place of earlier ones and without those `gone`."""
    visibility = {value: number for number, value in enumerate(old.visibility)}
    languages = {value: number for number, value in enumerate(old.languages)}
    new = np.array(
        [
            (
                item.id,
                visibility.setdefault((item.kind, item.audiences), len(visibility)),
                languages.setdefault(item.language, len(languages)),
                item.standing, item.title_length, item.whole_length,
                microseconds(item.created_at) if item.created_at else UNDATED,
                microseconds(item.fresh_at) if item.fresh_at else UNDATED,
            )
            for item in documents
        ],
        dtype=COLUMNS,
    )  # fmt: skip
    rows, first = np.concatenate([old.rows, new]), len(old.rows)
    slots = np.full(max(len(old.slots), int(rows["id"].max(initial=-1)) + 1), -1, dtype=np.int64)
    slots[: len(old.slots)] = old.slots
    for number in (*gone, *(item.id for item in documents)):
        if number < len(old.slots) and slots[number] >= 0:
            rows["id"][slots[number]] = -1
            slots[number] = -1
    slots[new["id"]] = np.arange(first, first + len(new))
    segments = old.segments
    if documents:
        texts = [
            Texts(
                item.title, item.title_terms, item.whole_terms,
                [_numbered(label, old) for label in item.labels],
            )
            for item in documents
        ]  # fmt: skip
        segments = _tidied((*segments, segment(first, texts)))
    return Holdings(
        version, stamp, rows, (*old.keys, *(item.key for item in documents)), slots,
        tuple(visibility), tuple(languages), old.labels, old.names, segments,
    )  # fmt: skip


def compact(holdings: Holdings) -> Holdings:
    """Return the same with all segments as one, after much was added."""
    if len(holdings.segments) < 2:
        return holdings
    return replace(holdings, segments=(merged(holdings.segments),))


def _numbered(label: str, holdings: Holdings) -> int:
    number = holdings.labels.get(label)
    if number is None:
        number = holdings.labels[label] = len(holdings.names)
        holdings.names.append(label)
    return number


def _tidied(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    small = 0
    while small < len(segments) and segments[-1 - small].count < SMALL_DOCUMENTS:
        small += 1
    if small < SMALL_SEGMENTS:
        return segments
    return (*segments[:-small], merged(segments[-small:]))


def _likeness(part: Segment, rows: Numbers, grams: NDArray[np.uint32]) -> NDArray[np.float64]:
    """The trigram likeness (Dice) of some titles and a text, see `wording.letters`."""
    values, owners = part.grams.of(rows)
    shared = np.bincount(owners, weights=np.isin(values, grams), minlength=len(rows))
    total = part.grams.lengths(rows) + len(grams)
    likeness: NDArray[np.float64] = 2 * shared / np.maximum(total, 1)
    return likeness
