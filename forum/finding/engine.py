"""The search index of this site: one per application, made from the settings, never in the way.

The model loads in the background; until it is there, and if it fails, words alone are compared.
"""

import threading
from typing import cast

from flask import Flask, current_app
from sqlalchemy import Connection
from sqlalchemy.engine import make_url

from forum.core import jobs
from forum.core.db import after_commit, db
from search.encoder import Encoder, HashingEncoder, SentenceTransformerEncoder
from search.index import SearchIndex
from search.stores.base import IndexBroken, Store
from search.stores.kinds import store_for

EXTENSION = "finding"
HASHING = "hashing"  # EMBEDDING_MODEL of the deterministic twin that tests use


class Finding:
    """The index, its encoder, and whether its tables are known to be there."""

    def __init__(self, store: Store, encoder: Encoder) -> None:
        self.encoder = encoder
        self.index = SearchIndex(store, encoder)
        self._has_tables = False

    def connection(self) -> Connection:
        """The connection of the current session, on which the index's tables exist.

        Reading never creates them: before they are there nothing was indexed.
        """
        return db.session.connection()

    def writing(self) -> Connection:
        """The connection of the current action, with the index's tables made if need be."""
        connection = db.session.connection()
        if not self._has_tables:
            self.index.create(connection)
            after_commit(self._remember_tables)
        return connection

    def state(self) -> str:
        """For ``/readyz``: "ok", or why words alone are compared."""
        try:
            self.index.check(self.connection())
        except IndexBroken as broken:
            return f"failed: {broken}; run `flask search reindex`"
        if self.encoder.state == "failed":
            return "failed: the model could not be loaded; words only"  # the log says why
        return "ok" if self.encoder.state == "ready" else "loading the model: words only"

    def _remember_tables(self) -> None:
        self._has_tables = True


def init_app(app: Flask) -> None:
    """Make the index of this application; loads nothing yet."""
    model: str = app.config["THREADWELL"].embedding_model
    encoder: Encoder = HashingEncoder() if model == HASHING else SentenceTransformerEncoder(model)
    store = store_for(make_url(app.config["THREADWELL"].database_url).get_backend_name())
    app.extensions[EXTENSION] = Finding(store, encoder)


def finding() -> Finding:
    """The index of the current application."""
    return cast(Finding, current_app.extensions[EXTENSION])


def create_tables(connection: Connection) -> None:
    """Bring the index's tables into a database that was just upgraded."""
    finding().index.create(connection)


def start_model(app: Flask) -> None:
    """Load the model in the background; what was written meanwhile is embedded once it is ready."""
    encoder = app.extensions[EXTENSION].encoder
    if not isinstance(encoder, SentenceTransformerEncoder):
        return
    encoder.start()

    def embed_what_waits() -> None:
        if encoder.wait():
            with app.app_context():
                jobs.wake()

    threading.Thread(target=embed_what_waits, name="model-ready", daemon=True).start()


def wait_for_model(timeout_seconds: float) -> bool:
    """Load the model here and now, for commands; False when it failed or takes too long."""
    encoder = finding().encoder
    if not isinstance(encoder, SentenceTransformerEncoder):
        return True
    encoder.start()
    return encoder.wait(timeout_seconds)
