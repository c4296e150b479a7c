"""The site of the access tests: built once, put back before each test."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.access.world import World, build, put_back
from tests.conftest import Site
from tests.databases import forget_connections


@pytest.fixture(scope="session")
def built(site: Site) -> World:
    """Everything in every state, put aside."""
    return build(site.app, site.place)


@pytest.fixture
def world(site: Site, built: World) -> Iterator[World]:
    """A fresh copy, inside an application context."""
    with site.app.app_context():
        put_back(site.app, built)
        yield built
        forget_connections()


@pytest.fixture
def app(site: Site) -> Flask:
    """The application; ``world`` gives it its database."""
    return site.app
