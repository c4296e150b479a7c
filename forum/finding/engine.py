"""The search index of this site: one per application, made from the settings, never in the way.

The model loads in the background; until it is there, and if it fails, words alone are compared.
"""

import logging
import math
import threading
import time
from collections.abc import Callable
from typing import cast

from flask import Flask, current_app
from sqlalchemy import Connection
from sqlalchemy.engine import make_url

from forum.core import jobs
from forum.core.config import Config
from forum.core.db import after_commit, db
from search.calibration import SHIPPED
from search.encoder import (
    Encoder,
    HashingEncoder,
    SentenceTransformerEncoder,
    default_model,
)
from search.endpoint import Endpoint, address_of
from search.index import SearchIndex
from search.memory import share_arenas
from search.remote import RemoteEncoder
from search.second import SECOND_TIMEOUT_SECONDS, SecondOpinion, default_second
from search.stores.base import IndexBroken, Store
from search.stores.kinds import store_for

logger = logging.getLogger(__name__)
EXTENSION = "finding"
TRY_AGAIN_SECONDS = 10.0  # a search that failed slowly must not hold up every look at /readyz
_SILENT = "failed: the second model does not answer; the first one decides alone"
OFF = "off"  # EMBEDDING_SECOND_MODEL where nobody is asked for a second opinion
HASHING = "hashing"  # EMBEDDING_MODEL of the deterministic twin that tests use


class Finding:
    """The index, its encoder, and whether its tables are known to be there."""

    def __init__(self, store: Store, encoder: Encoder, second: SecondOpinion | None = None) -> None:
        self.encoder = encoder
        self.second = second
        self.index = SearchIndex(store, encoder, second=second)
        self.set_aside: dict[str, str] = {}  # key to content hash of what the model cannot read
        self.unanswered: Callable[[], object] | None = None  # the last search, where it raised
        self.tried_again_at = -math.inf
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
        if not self._answers_again():
            return "failed: the last search raised, see the log; run `flask search reindex`"
        if self.encoder.state == "failed":  # the log says why
            if isinstance(self.encoder, RemoteEncoder):
                return "failed: the embedding server does not answer as it should; words only"
            return "failed: the model could not be loaded; words only"
        if self.encoder.error:
            return "failed: the model does not answer; words only"
        return "ok" if self.encoder.state == "ready" else "loading the model: words only"

    def state_of_second(self) -> str:
        """For ``/readyz``: "ok", or why the first model alone decides the order."""
        if self.second is None or self.second.is_ready:
            return "ok" if self.second is None or not self.second.encoder.error else _SILENT
        if self.second.encoder.state == "failed":
            return "failed: the second model could not be loaded; the first one decides alone"
        return "loading the second model: the first one decides alone"

    def _answers_again(self) -> bool:
        """Whether the last search went well, or does now: another process may have mended it."""
        again, now = self.unanswered, time.monotonic()
        if again is None:
            return True
        if now - self.tried_again_at < TRY_AGAIN_SECONDS:
            return False
        self.tried_again_at = now
        try:
            again()
        except Exception:  # the log said what it was when somebody searched
            db.session.rollback()
            return False
        self.unanswered = None
        return True

    def _remember_tables(self) -> None:
        self._has_tables = True


def init_app(app: Flask) -> None:
    """Make the index of this application; loads nothing yet."""
    config: Config = app.config["THREADWELL"]
    store = store_for(make_url(config.database_url).get_backend_name())
    app.extensions[EXTENSION] = Finding(store, encoder_for(config), second_for(config))


def encoder_for(config: Config) -> Encoder:
    """The encoder that the settings name; nothing is loaded or asked yet."""
    if config.embedding_url:
        address = address_of(config.embedding_url, config.embedding_key)
        return RemoteEncoder(Endpoint(address), config.embedding_model)
    if config.embedding_model == HASHING:
        return HashingEncoder()
    return SentenceTransformerEncoder(config.embedding_model)


def second_for(config: Config) -> SecondOpinion | None:
    """Who is asked for a second opinion; nothing is loaded yet.

    Beside a model that the pair was measured with that is the bundled one; beside a server or
    another model only one that the settings name.
    """
    name, model = config.embedding_second_model, config.embedding_model or default_model()
    if not name and not config.embedding_url and model in SHIPPED:
        name = default_second()
    if not name or name == OFF:
        return None
    if name == HASHING:
        return SecondOpinion(HashingEncoder())
    return SecondOpinion(SentenceTransformerEncoder(name, query_timeout=SECOND_TIMEOUT_SECONDS))


def finding() -> Finding:
    """The index of the current application."""
    return cast(Finding, current_app.extensions[EXTENSION])


def create_tables(connection: Connection) -> None:
    """Bring the index's tables into a database that was just upgraded."""
    finding().index.create(connection)


def start_model(app: Flask) -> None:
    """Load model and index in the background; what was written meanwhile is embedded then."""
    encoder = app.extensions[EXTENSION].encoder
    share_arenas()

    def embed_what_waits() -> None:
        with app.app_context():
            jobs.wake()

    def once_loaded() -> None:
        if not encoder.wait():
            return
        embed_what_waits()
        if _load_second(app.extensions[EXTENSION]):
            embed_what_waits()

    threading.Thread(target=_warm, args=[app], name="index-warm", daemon=True).start()
    if isinstance(encoder, RemoteEncoder):
        encoder.start(embed_what_waits)
    elif isinstance(encoder, SentenceTransformerEncoder):
        encoder.start()
    if isinstance(encoder, RemoteEncoder | SentenceTransformerEncoder):
        threading.Thread(target=once_loaded, name="model-ready", daemon=True).start()


def _warm(app: Flask) -> None:
    """Load the index, before the first question waits for it; that one says what fails."""
    with app.app_context():
        try:
            finding().index.store.warm(finding().connection(), finding().encoder.space)
        except Exception:
            logger.info("the search index could not be loaded yet", exc_info=True)


def wait_for_model(timeout_seconds: float) -> bool:
    """Load the model here and now, for commands; False when it failed or takes too long."""
    encoder = finding().encoder
    if not isinstance(encoder, SentenceTransformerEncoder | RemoteEncoder):
        return True
    encoder.start()
    is_ready = encoder.wait(timeout_seconds)
    if is_ready:
        _load_second(finding(), timeout_seconds)
    return is_ready


def _load_second(engine: Finding, timeout_seconds: float | None = None) -> bool:
    """Load the second model after the first; False where there is none, or it fails."""
    encoder = engine.second.encoder if engine.second else None
    if not isinstance(encoder, SentenceTransformerEncoder):
        return False
    encoder.start()
    return encoder.wait(timeout_seconds)
