"""The deflection ledger: which visits ended with an answer that stood here already. Pure.

A visit in which somebody went to read a suggestion, or said that one solved it, is one entry:

- confirmed: "this solved it" was said, and nothing was asked within seven days;
- failed: a question was asked within seven days of reading, or all that was said is that it
  did not help;
- probable: a suggestion was read, and nothing was said or asked for 72 hours;
- open: the 72 hours are not over.

Whoever only saw suggestions and read none is in no entry: nobody knows what became of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

READ_FOR = timedelta(hours=72)  # nothing asked for so long: probably helped
ASKED_WITHIN = timedelta(days=7)  # asked so soon: it did not help
SETTLED_AFTER = 2 * ASKED_WITHIN  # from when a visit began: some last for days


class Deflected(StrEnum):
    """What became of a visit."""

    CONFIRMED = "confirmed"
    PROBABLE = "probable"
    FAILED = "failed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Reading:
    """One suggestion of a visit that was read or spoken of.

    Args:
        solved: what was said of it; None where nothing was.
    """

    document_key: str
    opened_at: datetime | None = None
    solved: bool | None = None
    said_at: datetime | None = None

    @property
    def at(self) -> datetime | None:
        """When the person first did something with it."""
        moments = [moment for moment in (self.opened_at, self.said_at) if moment is not None]
        return min(moments, default=None)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger; it counts for the document that solved it, or was read last."""

    began_at: datetime
    document_key: str
    deflected: Deflected


def entry_of(readings: Sequence[Reading], asked: Iterable[datetime], now: datetime) -> Entry | None:
    """What became of a visit as it stands ``now``; None where nothing in it was read.

    Args:
        readings: of this visit.
        asked: when the same browser asked questions, in this visit or another.
    """
    done = [(one.at, one) for one in readings if one.at is not None]
    if not done:
        return None
    began = min(at for at, _one in done)
    solving = [(at, one) for at, one in done if one.solved]
    _last, counted = max(solving or done, key=lambda pair: (pair[0], pair[1].document_key))
    return Entry(began, counted.document_key, _became(readings, began, asked, now))


def _became(
    readings: Sequence[Reading], began: datetime, asked: Iterable[datetime], now: datetime
) -> Deflected:
    if any(began <= moment <= began + ASKED_WITHIN for moment in asked):
        return Deflected.FAILED
    said = {one.solved for one in readings if one.solved is not None}
    if True in said:
        return Deflected.CONFIRMED
    if False in said:
        return Deflected.FAILED
    read_last = max(one.opened_at for one in readings if one.opened_at is not None)
    return Deflected.PROBABLE if now >= read_last + READ_FOR else Deflected.OPEN
