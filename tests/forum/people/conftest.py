"""Counting what a page asks of the database."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from forum.core.db import db


@pytest.fixture
def statements(app: Flask) -> Iterator[Callable[[], list[str]]]:
    """A function that gives the statements since it was last called."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "PRAGMA")):
            seen.append(statement)

    def taken() -> list[str]:
        found, seen[:] = list(seen), []
        return found

    event.listen(db.engine, "before_cursor_execute", note)
    yield taken
    event.remove(db.engine, "before_cursor_execute", note)
