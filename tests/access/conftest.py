"""The site of the access tests: built once, put back before each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.access.world import World, build, put_back
from tests.conftest import forget_connections


@pytest.fixture(scope="session")
def built(site: tuple[Flask, Path], tmp_path_factory: pytest.TempPathFactory) -> World:
    """Everything in every state, in a file of its own."""
    app, template = site
    return build(app, template, tmp_path_factory.mktemp("world") / "world.db")


@pytest.fixture
def world(site: tuple[Flask, Path], built: World) -> Iterator[World]:
    """A fresh copy, inside an application context."""
    app, _template = site
    with app.app_context():
        put_back(app, built)
        yield built
        forget_connections()


@pytest.fixture
def app(site: tuple[Flask, Path]) -> Flask:
    """The application; ``world`` gives it its database."""
    return site[0]
