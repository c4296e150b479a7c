"""Counting what a page asks of the database."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from tests.statements import counted


@pytest.fixture
def statements(app: Flask) -> Iterator[Callable[[], list[str]]]:
    """A function that gives the statements since it was last called."""
    with counted() as seen:

        def taken() -> list[str]:
            found, seen[:] = list(seen), []
            return found

        yield taken
