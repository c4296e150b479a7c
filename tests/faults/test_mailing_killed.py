"""kill -9 of the process that sends mail: the mail goes out all the same, and is one mail."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, select, update

from app import create_app
from forum.core import clock
from forum.core.config import from_environment
from forum.core.db import db, transactional
from forum.core.outbox import LEASE, OutboxMail, queue_mail, send_due_mail
from tests.databases import ON_POSTGRES, forget_connections
from tests.faults.mail_server import MailServer, taking_mail
from tests.faults.site import Site, prepared
from tests.postgres import Server

PATIENCE_SECONDS = 120  # with a worker that starts beside other work


@pytest.fixture
def server() -> Iterator[MailServer]:
    """The mail server of the site."""
    with taking_mail() as running:
        yield running


@pytest.fixture
def outside(tmp_path: Path, request: pytest.FixtureRequest, server: MailServer) -> Site:
    """A site on a database of its own, not started yet."""
    url = ""
    if ON_POSTGRES:
        postgres: Server = request.getfixturevalue("postgres")
        url = postgres.url(postgres.new_database())
    site = prepared(tmp_path, url)
    site.environment["MAIL_URL"] = server.url
    return site


@pytest.fixture
def here(outside: Site) -> Iterator[Flask]:
    """The same site in this process, with one mail to send."""
    app = create_app(from_environment(outside.environment))
    with app.app_context():
        transactional(queue_mail)("test:1", "wanda@example.com", "Your question", "An answer.")
        db.session.remove()
        yield app
        forget_connections()


@pytest.fixture
def worker(here: Flask, outside: Site) -> Iterator[subprocess.Popen[bytes]]:
    """The site in a process of its own, which begins to send at once."""
    process = outside.start()
    yield process
    kill(process)


@pytest.fixture
def other(here: Flask) -> Iterator[Connection]:
    """Somebody else on the same database."""
    engine = create_engine(db.engine.url)
    with closing(engine.connect()) as connection:
        yield connection
    engine.dispose()


def kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.kill(process.pid, signal.SIGKILL)
    process.wait()


def mail() -> OutboxMail:
    db.session.rollback()
    return db.session.scalars(select(OutboxMail)).one()


def redone(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Once the lease is over the next sweep sends it; the names of all mails that were taken."""
    assert mail().sent_at is None
    before = len(server.taken)
    server.does = "deliver"
    send_due_mail()
    assert len(server.taken) == before, "who was killed may still be at it, for all anybody knows"
    later = clock.now() + LEASE + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    for _again in range(2):
        send_due_mail()
    assert len(server.taken) == before + 1
    assert mail().sent_at is not None
    return {line for text in server.taken for line in text.splitlines() if "Message-ID" in line}


@pytest.mark.parametrize("stage", ["stall", "stall within"])
def test_killed_before_and_while_the_server_reads_it_is_sent_once(
    server: MailServer,
    stage: str,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    server.does = stage
    worker = request.getfixturevalue("worker")
    assert server.stalls.wait(PATIENCE_SECONDS)
    kill(worker)
    assert not server.taken
    assert len(redone(server, monkeypatch)) == 1
    assert len(server.taken) == 1


def test_killed_after_the_server_took_it_what_comes_again_is_the_same_mail(
    server: MailServer,
    other: Connection,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    """Somebody else holds the row, so that nobody can note that it was sent."""

    def hold() -> None:
        other.execute(update(OutboxMail).values(attempts=1))

    server.once_taken = hold
    worker = request.getfixturevalue("worker")
    assert server.gone.wait(PATIENCE_SECONDS)
    kill(worker)
    other.rollback()
    server.once_taken = server.gone.clear
    assert len(redone(server, monkeypatch)) == 1, "by its name whoever receives it knows it for one"
    assert len(server.taken) == 2
