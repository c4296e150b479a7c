"""Shared by the tests of the moderation rooms."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from sqlalchemy import event

from forum.core import clock
from forum.core.db import db

settings.register_profile("unhurried", deadline=None)  # many share the machines tests run on
settings.load_profile("unhurried")

StatementCounter = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def statements(app: Flask) -> StatementCounter:
    """Collects the SQL sent: ``with statements() as sent: …``."""

    @contextmanager
    def collect() -> Iterator[list[str]]:
        sent: list[str] = []

        def keep(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(("BEGIN", "COMMIT", "PRAGMA")):
                sent.append(statement)

        event.listen(db.engine, "before_cursor_execute", keep)
        try:
            yield sent
        finally:
            event.remove(db.engine, "before_cursor_execute", keep)

    return collect


@pytest.fixture
def it_is(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the present moment: ``it_is(at("2026-03-25 10:00"))``."""

    def set_moment(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return set_moment
