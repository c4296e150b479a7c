"""Words, letters and labels of documents in arrays: a piece of an inverted index in memory.

A segment never changes. New documents make a new one, and small ones are merged, so that readers
need no lock. Terms are known by a hash that is the same in every process.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.stores.ragged import Numbers, Ragged, joined, ragged
from search.text import marked

Counts = NDArray[np.uint16]
Slots = NDArray[np.int32]

_SPACE: Final = ord(" ")
# An odd number with its bits well mixed: what is left of a product with it tells trigrams apart.
_SPREAD: Final = np.uint64(0x9E37_79B9_7F4A_7C15)


@dataclass(frozen=True, slots=True)
class Texts:
    """What a segment keeps of a document.

    Args:
        title: as written.
        title_terms: its terms, with spaces between them.
        whole_terms: those of the whole document.
        labels: numbers of its labels.
    """

    title: str
    title_terms: str
    whole_terms: str
    labels: Sequence[int]


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Documents in slots that follow each other.

    Args:
        first: the first one's slot.
        count: how many there are.
        terms: hashes of the terms they hold, in order.
        starts: where the documents of each term begin, and where the last ones end.
        slots: documents, term after term, each term's in order.
        titles: how often their titles hold the term.
        wholes: how often they hold it as a whole.
        grams: trigrams of each title.
        labels: labels of each document.
    """

    first: int
    count: int
    terms: Numbers
    starts: Numbers
    slots: Slots
    titles: Counts
    wholes: Counts
    grams: Ragged
    labels: Ragged

    def holding(self, term: int) -> slice:
        """Return where the documents of a term stand; nowhere for an unknown one."""
        at = int(np.searchsorted(self.terms, term))
        if at == len(self.terms) or self.terms[at] != term:
            return slice(0, 0)
        return slice(int(self.starts[at]), int(self.starts[at + 1]))


def hashes(terms: Iterable[str]) -> list[int]:
    """Return by what terms are known, in 64 bits each."""
    return [
        int.from_bytes(
            blake2b(term.encode("utf-8", "replace"), digest_size=8).digest(), "little", signed=True
        )
        for term in terms
    ]


def segment(first: int, documents: Sequence[Texts]) -> Segment:
    """Return documents as a segment whose first slot is `first`."""
    count = len(documents)
    wholes, whole_owners = _hashed([item.whole_terms for item in documents])
    titles, title_owners = _hashed([item.title_terms for item in documents])
    terms = np.concatenate([wholes, titles])
    owners = np.concatenate([whole_owners, title_owners])
    of_title = np.repeat([0, 1], [len(wholes), len(titles)])
    order = np.lexsort((owners, terms))
    terms, owners, of_title = terms[order], owners[order], of_title[order]
    begins = _changes(terms) | _changes(owners)
    places = np.flatnonzero(begins)
    in_title = np.add.reduceat(of_title, places) if len(places) else of_title
    both = np.diff([*places, len(terms)])
    known, starts = _grouped(terms[places])
    labels = [number for item in documents for number in item.labels]
    label_owners = np.repeat(np.arange(count), [len(item.labels) for item in documents])
    return Segment(
        first, count, known, starts,
        (owners[places] + first).astype(np.int32), in_title.astype(np.uint16),
        (both - in_title).astype(np.uint16),
        grams_of([item.title for item in documents]),
        ragged(np.array(labels, dtype=np.uint32), label_owners, count),
    )  # fmt: skip


def merged(parts: Sequence[Segment]) -> Segment:
    """Return segments that follow each other as one."""
    terms = np.concatenate([np.repeat(part.terms, np.diff(part.starts)) for part in parts])
    order = np.argsort(terms, kind="stable")  # slots stay in order within a term
    known, starts = _grouped(terms[order])
    return Segment(
        parts[0].first, sum(part.count for part in parts), known, starts,
        np.concatenate([part.slots for part in parts])[order],
        np.concatenate([part.titles for part in parts])[order],
        np.concatenate([part.wholes for part in parts])[order],
        joined([part.grams for part in parts]), joined([part.labels for part in parts]),
    )  # fmt: skip


def grams_of(titles: Sequence[str]) -> Ragged:
    """Return the distinct trigrams of each text as numbers, as `text.trigrams` takes them."""
    texts = [marked(title) for title in titles]
    codes = np.frombuffer("".join(texts).encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    owners = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    if len(codes) < 3:
        return ragged(np.zeros(0, dtype=np.uint32), owners[:0], len(texts))
    one, two, three = codes[:-2], codes[1:-1], codes[2:]
    inside = two != _SPACE  # of one word
    mixed = (((one << np.uint64(42)) | (two << np.uint64(21)) | three) * _SPREAD) >> np.uint64(32)
    keys = np.unique((owners[:-2].astype(np.uint64) << np.uint64(32) | mixed)[inside])
    return ragged(
        (keys & np.uint64(0xFFFF_FFFF)).astype(np.uint32),
        (keys >> np.uint64(32)).astype(np.int64),
        len(texts),
    )


def _hashed(texts: Sequence[str]) -> tuple[Numbers, Numbers]:
    """The hashes of all terms, and to which text each belongs."""
    split = [text.split() for text in texts]
    lengths = [len(terms) for terms in split]
    distinct = set(chain.from_iterable(split))
    known = dict(zip(distinct, hashes(distinct), strict=True))
    numbers = map(known.__getitem__, chain.from_iterable(split))
    found = np.fromiter(numbers, np.int64, sum(lengths))
    return found, np.repeat(np.arange(len(texts)), lengths)


def _grouped(terms: Numbers) -> tuple[Numbers, Numbers]:
    """The distinct ones of sorted terms, and where each begins, with the end of the last."""
    places = np.flatnonzero(_changes(terms))
    return terms[places], np.concatenate([places, [len(terms)]])


def _changes(values: Numbers) -> NDArray[np.bool_]:
    """Where a value differs from the one before; the first always does."""
    differs = np.ones(len(values), dtype=bool)
    differs[1:] = values[1:] != values[:-1]
    return differs
