"""What the tests of faults share: sites to break, and other encoders than the site's own."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from forum.core.db import db
from forum.finding.engine import EXTENSION, Finding
from search.encoder import Encoder
from search.endpoint import Endpoint, address_of
from search.remote import RemoteEncoder
from search.stores.kinds import store_for
from tests.embedding_server import EmbeddingServer, serving
from tests.faults.site import Site, prepared

PATIENCE_SECONDS = 120
Use = Callable[[Encoder], Finding]
Start = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def served(tmp_path: Path) -> Site:
    """A site on a file, with one thread, not started yet."""
    return prepared(tmp_path)


@pytest.fixture
def start(served: Site) -> Iterator[Start]:
    """Starts the site; whatever still runs in the end is ended."""
    running: list[subprocess.Popen[bytes]] = []

    def begin() -> subprocess.Popen[bytes]:
        running.append(served.start())
        return running[-1]

    yield begin
    for process in running:
        if process.poll() is None:
            process.terminate()
        process.wait()


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
