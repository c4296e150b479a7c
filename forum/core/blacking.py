"""Taking words out of columns: exactly those words, in chosen rows, with nothing kept of them."""

from dataclasses import dataclass
from typing import Any

from markupsafe import escape
from sqlalchemy import ColumnElement, func, update
from sqlalchemy.orm import InstrumentedAttribute

from forum.core.db import after_commit, db


@dataclass(frozen=True, slots=True)
class Blacking:
    """The words, and the mark that stands in their place afterwards."""

    words: str
    mark: str

    def out_of(self, text: str) -> str:
        """The text without the words."""
        return text.replace(self.words, self.mark)

    def is_in(self, text: str) -> bool:
        """Whether the words stand there."""
        return self.words in text


def black_out(
    blacking: Blacking,
    *columns: InstrumentedAttribute[str],
    where: ColumnElement[bool],
    is_html: bool = False,
) -> None:
    """Take the words out of these columns of one table, inside the caller's transaction."""
    words = str(escape(blacking.words)) if is_html else blacking.words
    for column in columns:
        found: Any = column.contains(words, autoescape=True)
        db.session.execute(
            update(column.class_)
            .where(where, found)
            .values({column: func.replace(column, words, blacking.mark)})
            .execution_options(synchronize_session=False)
        )


def leave_no_traces() -> None:
    """Let SQLite write over what this transaction frees, and empty its journal afterwards."""
    if db.engine.dialect.name == "sqlite":
        db.session.connection().exec_driver_sql("PRAGMA secure_delete = ON")
        after_commit(_empty_journal)


def _empty_journal() -> None:
    """As far as nobody reads at this moment; what stays is written over by later changes."""
    connection = db.engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
