"""Shared by the tests of the moderation rooms."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

import pytest
from flask import Flask

from forum.core import clock
from tests.statements import counted

StatementCounter = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def statements(app: Flask) -> StatementCounter:
    """Collects the SQL sent: ``with statements() as sent: …``."""
    return counted


@pytest.fixture
def it_is(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the present moment: ``it_is(at("2026-03-25 10:00"))``."""

    def set_moment(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return set_moment
