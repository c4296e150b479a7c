"""What is held in memory of one document, as it comes from the database and as it lies there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

UNDATED: Final = 0
MICROSECONDS: Final = 1_000_000

COLUMNS: Final = np.dtype(
    [
        ("id", np.int64),  # -1 for one that was replaced or removed
        ("group", np.int32),
        ("language", np.int32),
        ("standing", np.float64),
        ("titles", np.int32),
        ("wholes", np.int32),
        ("created", np.int64),  # microseconds since 1970
        ("fresh", np.int64),  # the same
    ]
)


@dataclass(frozen=True, slots=True)
class Held:
    """A document as it leaves the database.

    Args:
        id: its number.
        key: its key.
        kind: its kind.
        language: its language.
        standing: 0..1.
        title_length: number of terms in the title.
        whole_length: number of terms in the whole document.
        created_at: ISO time in UTC, None where it is unknown.
        fresh_at: the same of when what it says was last known to be true.
        title: as written.
        title_terms: the title's terms, with spaces between them.
        whole_terms: the whole document's.
        audiences: its audience keys.
        labels: its labels.
    """

    id: int
    key: str
    kind: str
    language: str
    standing: float
    title_length: int
    whole_length: int
    created_at: str | None
    fresh_at: str | None
    title: str
    title_terms: str
    whole_terms: str
    audiences: frozenset[str]
    labels: Sequence[str]


def microseconds(moment: str) -> int:
    """Return an ISO time as `COLUMNS` has it."""
    return round(datetime.fromisoformat(moment).timestamp() * 1_000_000)
