"""kill -9 under writes: nothing that was acknowledged is lost, and the site serves again."""

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask

from app import create_app
from forum.core import migrations
from forum.core.config import from_environment
from tests.databases import forget_connections
from tests.factories import Factory, sign_in

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN_SECONDS = 60  # a patience, not a claim
ANSWERS_BEFORE_THE_KILL = 12


@dataclass
class Site:
    """A site of its own: its settings, a thread, and somebody who is signed in."""

    environment: dict[str, str]
    database: Path
    port: int
    thread: str
    cookie: str

    def start(self) -> subprocess.Popen[bytes]:
        """Serve, as ``python app.py`` does; returns once it answers."""
        process = subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + STARTS_WITHIN_SECONDS
        while time.monotonic() < deadline:
            assert process.poll() is None, "the site did not start"
            try:
                if self.ask("GET", "/healthz")[0] == 200:
                    return process
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the site does not answer")

    def ask(self, method: str, path: str, **fields: str) -> tuple[int, str]:
        """Send one request; raises OSError or HTTPException when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": f"session={self.cookie}"}
        body = urlencode(fields) if fields else None
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(connection):
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def token(self) -> str:
        """The token in the form below the thread."""
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.ask("GET", self.thread)[1])
        assert found
        return found.group(1)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@pytest.fixture
def served(tmp_path: Path) -> Site:
    """A site with one thread, not started yet."""
    port = _free_port()
    environment = {
        "INSTANCE_DIR": str(tmp_path),
        "PORT": str(port),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "EMBEDDING_MODEL": "hashing",
        "DATABASE_URL": "",
        "DEMO": "",
    }
    app: Flask = create_app(from_environment(environment))
    with app.app_context():
        migrations.upgrade_after_backup()
        make = Factory(app)
        thread = make.thread()
        client = app.test_client()
        sign_in(client, make.user())
        with client.session_transaction() as session:
            session["csrf_token"] = "of this browser"
        cookie = client.get_cookie("session", domain=f"127.0.0.1:{port}") or client.get_cookie(
            "session", domain="127.0.0.1"
        )
        assert cookie is not None
        place = f"/t/{thread.id}/{thread.slug}"
        forget_connections()
    return Site(environment, tmp_path / "threadwell.db", port, place, cookie.value)


@pytest.fixture
def start(served: Site) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
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


def sources_in(database: Path) -> list[str]:
    """What the answers of the thread say, straight from the file."""
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        rows = connection.execute(
            "SELECT source FROM posts WHERE kind = 'answer' ORDER BY position"
        )
        return [source for (source,) in rows]


def test_no_acknowledged_answer_is_lost_when_the_site_is_killed(
    served: Site, start: Callable[[], subprocess.Popen[bytes]]
) -> None:
    process = start()
    token = served.token()
    action = "/".join(served.thread.split("/")[:3]) + "/answers"
    acknowledged = []
    for number in range(1_000):
        if number == ANSWERS_BEFORE_THE_KILL:
            os.kill(process.pid, signal.SIGKILL)  # while the next one is on its way
        try:
            status, _page = served.ask(
                "POST",
                action,
                csrf_token=token,
                body=f"Answer {number}",
                submission_key=f"k{number}",
            )
        except (OSError, http.client.HTTPException):
            break
        assert status == 303
        acknowledged.append(f"Answer {number}")
    process.wait()
    assert len(acknowledged) >= ANSWERS_BEFORE_THE_KILL
    kept = sources_in(served.database)
    assert kept[: len(acknowledged)] == acknowledged
    assert len(kept) - len(acknowledged) in {0, 1}, "at most the one that nobody heard of"

    start()
    last = {"csrf_token": token, "body": acknowledged[-1]}
    key = f"k{len(acknowledged) - 1}"
    assert served.ask("POST", action, **last, submission_key=key)[0] == 303
    assert sources_in(served.database) == kept, "pressing again posts nothing twice"
    assert served.ask("POST", action, csrf_token=token, body="Afterwards")[0] == 303
    assert sources_in(served.database) == [*kept, "Afterwards"]


def test_a_locked_database_is_busy_and_never_broken(
    served: Site, start: Callable[[], subprocess.Popen[bytes]]
) -> None:
    start()
    token = served.token()
    action = "/".join(served.thread.split("/")[:3]) + "/answers"
    with closing(sqlite3.connect(served.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        status, page = served.ask("POST", action, csrf_token=token, body="Held up")
        assert status == 503
        assert "<h1" in page
        assert served.ask("GET", served.thread)[0] == 200, "reading goes on"
        other.execute("ROLLBACK")
    assert sources_in(served.database) == []
    assert served.ask("POST", action, csrf_token=token, body="Held up")[0] == 303
    assert sources_in(served.database) == ["Held up"]
