"""kill -9 of the worker around the embedding: the work is redone, and the index has one row."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app
from forum.core import clock
from forum.core.config import from_environment
from forum.core.db import db
from forum.finding import stale
from forum.finding.engine import finding, wait_for_model
from forum.finding.jobs import refresh_index
from tests import embedding_server
from tests.databases import forget_connections, upgrade
from tests.embedding_server import EmbeddingServer
from tests.factories import Factory
from tests.faults.conftest import PATIENCE_SECONDS

ROOT = Path(__file__).resolve().parents[2]
WORKER = """
from app import create_app
from forum.finding import stale
from forum.finding.engine import wait_for_model
from forum.finding.jobs import refresh_index
app = create_app()
with app.app_context():
    wait_for_model(120)
    {work}
"""
CLAIM_AND_STOP = "stale.claim(); print('claimed', flush=True); input()"
SWEEP = "print('begins', flush=True); refresh_index()"


@pytest.fixture
def environment(server: EmbeddingServer, tmp_path: Path) -> dict[str, str]:
    return {
        "INSTANCE_DIR": str(tmp_path),
        "EMBEDDING_MODEL": "mine",
        "EMBEDDING_URL": server.url,
        "DATABASE_URL": "",
        "DEMO": "",
    }


@pytest.fixture
def site(environment: dict[str, str]) -> Iterator[Flask]:
    """A site with one question that the index does not know yet."""
    app = create_app(from_environment(environment))
    with app.app_context():
        upgrade()
        Factory(app).thread("The doorbell rings twice")
        yield app
        forget_connections()


@pytest.fixture
def work(environment: dict[str, str]) -> Iterator[Callable[[str], subprocess.Popen[bytes]]]:
    """Starts a worker; returns once it says that it is at work."""
    running: list[subprocess.Popen[bytes]] = []

    def start(what: str) -> subprocess.Popen[bytes]:
        worker = subprocess.Popen(  # noqa: S603  (our own words)
            [sys.executable, "-c", WORKER.format(work=what)],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        running.append(worker)
        assert worker.stdout
        assert worker.stdout.readline(), "the worker did not start"
        return worker

    yield start
    for worker in running:
        kill(worker)


def kill(worker: subprocess.Popen[bytes]) -> None:
    if worker.poll() is None:
        os.kill(worker.pid, signal.SIGKILL)
    worker.communicate()


def redone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the lease is over the next sweep does the work, and the one after it nothing."""
    assert (documents(), vectors()) == (0, 0)
    later = clock.now() + stale.LEASE + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert wait_for_model(PATIENCE_SECONDS)
    refresh_index()
    assert documents() == 1
    once = vectors()
    assert once > 0
    refresh_index()
    assert (documents(), vectors()) == (1, once)
    assert stale.waiting_count() == 0
    assert finding().index.needs_embedding(finding().connection()) == []


def documents() -> int:
    return count("search_documents")


def vectors() -> int:
    return count("search_vectors")


def count(table: str) -> int:
    path = db.engine.url.database
    assert path
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  (our own words)


def test_killed_before_embedding(
    site: Flask, work: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    kill(work(CLAIM_AND_STOP))
    redone(monkeypatch)


def test_killed_while_embedding(
    site: Flask,
    work: Callable[[str], Any],
    server: EmbeddingServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def hang_after_the_trial(handler: Any, asked: dict[str, Any]) -> None:
        trial = asked["input"] == ["ready?"]
        (embedding_server.embeds if trial else embedding_server.hangs)(handler, asked)

    server.answer = hang_after_the_trial
    worker = work(SWEEP)
    assert server.asked_for_more.wait(PATIENCE_SECONDS)
    kill(worker)
    server.answer = embedding_server.embeds
    redone(monkeypatch)


def test_killed_after_embedding_and_before_the_rows_are_written(
    site: Flask,
    work: Callable[[str], Any],
    server: EmbeddingServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another writer holds the database while the vectors arrive."""
    path = db.engine.url.database
    assert path
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:

        def hold_and_answer(handler: Any, asked: dict[str, Any]) -> None:
            if asked["input"] != ["ready?"] and not other.in_transaction:
                other.execute("BEGIN IMMEDIATE")
            embedding_server.embeds(handler, asked)
            if handler.server.inputs().count("The doorbell rings twice"):
                handler.server.answered.set()

        server.answer = hold_and_answer
        worker = work(SWEEP)
        assert server.answered.wait(PATIENCE_SECONDS)
        kill(worker)
        other.execute("ROLLBACK")
    server.answer = embedding_server.embeds
    redone(monkeypatch)
