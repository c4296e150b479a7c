"""What the faults of search share: another encoder in the place of the site's own."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from forum.core.db import db
from forum.finding.engine import EXTENSION, Finding
from search.encoder import Encoder
from search.endpoint import Endpoint, address_of
from search.remote import RemoteEncoder
from search.stores.kinds import store_for
from tests.embedding_server import EmbeddingServer, serving

PATIENCE_SECONDS = 20
Use = Callable[[Encoder], Finding]


@pytest.fixture
def use(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Use:
    """Starts the site's search anew with another encoder, as a restart with other settings would.

    The index stays what it was.
    """

    def change(encoder: Encoder) -> Finding:
        engine = Finding(store_for(db.engine.dialect.name), encoder)
        monkeypatch.setitem(app.extensions, EXTENSION, engine)
        return engine

    return change


@pytest.fixture
def server() -> Iterator[EmbeddingServer]:
    """An embedding server that works until a test says otherwise."""
    with serving() as running:
        yield running


def asking(server: EmbeddingServer, model: str = "mine") -> RemoteEncoder:
    """An encoder that asks the server, ready unless the server fails, and patient with it."""
    endpoint = Endpoint(address_of(server.url))
    encoder = RemoteEncoder(endpoint, model, retries=(), probes=(0.01,))
    encoder.start()
    encoder.wait(PATIENCE_SECONDS)
    return encoder
