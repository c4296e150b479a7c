"""Counting the statements that a page costs.

Counted are those of the thread that counts: what a thread of another test still does in the
background is none of its business.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from forum.core.db import db


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collects every statement that runs inside."""
    seen: list[str] = []
    here = threading.get_ident()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        is_mine = threading.get_ident() == here
        if is_mine and not statement.startswith(("BEGIN", "COMMIT", "PRAGMA")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
