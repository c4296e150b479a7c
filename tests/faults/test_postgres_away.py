"""PostgreSQL goes away and comes back; the site neither falls over nor needs a restart."""

import itertools
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

import pytest
from flask import Flask
from sqlalchemy import text

from app import create_app
from forum.core import jobs, migrations
from forum.core.config import from_environment
from forum.core.db import db
from tests.databases import forget_connections
from tests.factories import Factory
from tests.faults.site import ROOT, Answer, Site, prepared
from tests.postgres import Server

READERS = ("", "/questions", "/search?q=hub", "/my/questions")  # "": the thread itself
WRITERS = 2
PATIENCE_SECONDS = 120  # for one answer, on a machine that has something else to do
ENOUGH = 3  # answers of a kind that each visitor must have had before a test goes on


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that a test may stop."""
    own = Server()
    yield own
    own.stop()


def environment(url: str, folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": url,
        "INSTANCE_DIR": str(folder),
        "EMBEDDING_MODEL": "hashing",
        "SITE_URL": "http://127.0.0.1:8000",
    }


@pytest.fixture
def site(server: Server, tmp_path: Path) -> Iterator[Flask]:
    """A site on that server, outside any application context."""
    app = create_app(from_environment(environment(server.url(server.new_database()), tmp_path)))
    with app.app_context():
        migrations.upgrade_after_backup()
    yield app
    with app.app_context():
        forget_connections()


def test_the_site_is_back_as_soon_as_the_server_is(server: Server, site: Flask) -> None:
    client = site.test_client()
    assert client.get("/").status_code == 200
    server.halt()
    away = client.get("/questions")
    assert away.status_code == 503
    assert int(away.headers["Retry-After"]) > 0
    assert client.get("/healthz").status_code == 200
    server.start()
    assert client.get("/questions").status_code == 200
    assert client.get("/readyz").status_code == 200


class Crowd:
    """Visitors who ask and answer without a pause; what they were told comes through a queue."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.told: Queue[tuple[str, Answer]] = Queue()
        self.acknowledged: list[str] = []
        self.statuses: Counter[int] = Counter()
        self._token = site.token()
        self._names = [*READERS, *(f"writer {number}" for number in range(WRITERS))]
        self._at_home = threading.Event()

    @contextmanager
    def busy(self) -> Iterator[None]:
        """They are at it until this ends."""
        visitors = [threading.Thread(target=self._visit, args=(name,)) for name in self._names]
        for visitor in visitors:
            visitor.start()
        try:
            yield
        finally:
            self._at_home.set()
            for visitor in visitors:
                visitor.join()

    def until_each_was_told(self, status: int) -> None:
        """Wait until every visitor was told this a few times from now on."""
        seen: Counter[str] = Counter()
        while not self.told.empty():
            self._note(*self.told.get())
        while min(seen[name] for name in self._names) < ENOUGH:
            name, answer = self.told.get(timeout=PATIENCE_SECONDS)
            self._note(name, answer)
            seen[name] += answer.status in {status, 303 if status == 200 else status}

    def _note(self, name: str, answer: Answer) -> None:
        self.statuses[answer.status] += 1
        assert answer.status in {200, 303, 503}, (name, answer.status, answer.text)
        if answer.status == 503:
            assert int(answer.headers["retry-after"]) > 0

    def _visit(self, name: str) -> None:
        for number in itertools.count():
            if self._at_home.is_set():
                return
            self.told.put((name, self._write(name, number) if " " in name else self._read(name)))

    def _read(self, page: str) -> Answer:
        return self.site.ask("GET", page or self.site.thread)

    def _write(self, name: str, number: int) -> Answer:
        body = f"{name}, answer {number}"
        said = self.site.ask("POST", self.site.answers, csrf_token=self._token, body=body)
        if said.status == 303:
            self.acknowledged.append(body)
        return said


def test_under_load_a_restart_and_an_absence_are_no_more_than_503(
    server: Server, tmp_path: Path
) -> None:
    database = server.new_database()
    site = prepared(tmp_path, server.url(database))
    process = site.start()
    crowd = Crowd(site)
    try:
        with crowd.busy():
            crowd.until_each_was_told(200)
            server.halt()
            server.start()
            crowd.until_each_was_told(200)

            server.halt()
            crowd.until_each_was_told(503)
            assert site.ask("GET", "/healthz").status == 200
            assert site.ask("GET", "/readyz").status == 503
            crowd.until_each_was_told(503)
            server.start()
            crowd.until_each_was_told(200)
        assert process.poll() is None, "and it was never started anew"
    finally:
        process.terminate()
        process.wait()
    assert set(crowd.statuses) == {200, 303, 503}
    kept = server.execute(
        "SELECT string_agg(source, '|' ORDER BY id) FROM posts WHERE kind = 'answer'", database
    ).split("|")
    assert not Counter(crowd.acknowledged) - Counter(kept), "nothing acknowledged is lost"


def test_the_worker_finds_its_work_once_the_server_is_back(server: Server, site: Flask) -> None:
    with site.app_context():
        Factory(site).thread("The doorbell rings twice")
        forget_connections()
    server.halt()
    jobs.run_due(site)  # logs what it met and leaves everything for later
    server.start()
    jobs.run_due(site)
    assert "The doorbell rings twice" in site.test_client().get("/search?q=doorbell").text


def test_two_nodes_that_start_together_upgrade_once(server: Server, tmp_path: Path) -> None:
    url = server.url(server.new_database())
    nodes = [
        subprocess.Popen(  # our own words
            [sys.executable, "-m", "flask", "--app", "app", "db", "upgrade"],
            cwd=ROOT,
            env={**os.environ, **environment(url, tmp_path / name)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        for name in ("one", "other")
    ]
    for node in nodes:
        said, _nothing = node.communicate(timeout=PATIENCE_SECONDS)
        assert node.returncode == 0, said.decode()


def test_a_database_in_another_encoding_is_refused_in_one_line(
    server: Server, tmp_path: Path
) -> None:
    server.execute("CREATE DATABASE old ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    app = create_app(from_environment(environment(server.url("old"), tmp_path)))
    with app.app_context():
        with pytest.raises(migrations.CannotMigrate, match="LATIN1"):
            migrations.upgrade_after_backup()
        assert (
            db.session.scalar(text("SELECT count(*) FROM pg_tables WHERE schemaname='public'")) == 0
        )
        forget_connections()
