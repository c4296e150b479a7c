"""Who may name a picture: each room that keeps texts says which, so that the sweep can ask.

Asking the texts themselves, once a day, cannot go out of step with them as a counter would: a
text that is edited, brought back, imported or blacked out needs no word to this room.
"""

from collections.abc import Callable, Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from forum.core.db import db
from forum.core.picture_urls import FOLDER, keys_in

NAMES_PICTURE = f"%{FOLDER}%"  # for LIKE: what does not contain it need not be read
Text = tuple[str, bool]  # what it says, and whether it is shown (else: it may come back)
Texts = Callable[[], Iterable[Text]]
_texts: dict[str, Texts] = {}


def holds_pictures(table: str, texts: Texts) -> None:
    """Register a function that gives every text of a table that names a picture."""
    _texts[table] = texts


def column_holds_pictures(column: InstrumentedAttribute[str]) -> None:
    """The same for a column whose texts are shown as long as they are there."""

    def texts() -> Iterator[Text]:
        for text in db.session.scalars(select(column).where(column.like(NAMES_PICTURE))):
            yield text, True

    holds_pictures(column.class_.__tablename__, texts)


def tables() -> frozenset[str]:
    """The tables whose texts are asked."""
    return frozenset(_texts)


def held() -> tuple[set[str], set[str]]:
    """The keys that shown texts name, and those that only texts out of sight name."""
    shown: set[str] = set()
    hidden: set[str] = set()
    for texts in _texts.values():
        for text, is_shown in texts():
            (shown if is_shown else hidden).update(keys_in(text))
    return shown, hidden - shown
