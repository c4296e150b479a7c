"""A site in a process of its own, and somebody who is signed in there and writes answers."""

import http.client
import os
import re
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from flask import Flask

from app import create_app
from forum.core.config import from_environment
from tests.databases import forget_connections, upgrade
from tests.factories import Factory, sign_in
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN_SECONDS = 300  # a patience, not a claim
ANSWERS_WITHIN_SECONDS = 120  # longer than whatever the site itself waits for
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Answer(NamedTuple):
    """What the site said."""

    status: int
    text: str
    headers: dict[str, str]


@dataclass
class Site:
    """A site of its own: its settings, a thread, and the cookie of a member."""

    environment: dict[str, str]
    port: int
    thread: str
    cookie: str
    log: Path

    @property
    def answers(self) -> str:
        """Where answers to the thread are sent."""
        return "/".join([*self.thread.split("/")[:3], "answers"])

    def start(self) -> subprocess.Popen[bytes]:
        """Serve, as ``python app.py`` does; returns once it answers."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "app.py"],
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=log,
            )
        try:
            self._wait_for(process)
        except BaseException:
            process.kill()  # nobody else knows of it
            process.wait()
            raise
        return process

    def _wait_for(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + STARTS_WITHIN_SECONDS
        while time.monotonic() < deadline:
            assert process.poll() is None, "the site did not start"
            try:
                if self.ask("GET", "/healthz").status == 200:
                    return
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
        raise AssertionError("the site does not answer")

    def ask(self, method: str, path: str, **fields: str) -> Answer:
        """Send one request; raises OSError or HTTPException when nobody answers."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=ANSWERS_WITHIN_SECONDS
        )
        headers = {"Cookie": f"session={self.cookie}"}
        body = urlencode(fields) if fields else None
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(connection):
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, answer.read().decode(), told)

    def token(self) -> str:
        """The token in the form below the thread."""
        found = TOKEN.search(self.ask("GET", self.thread).text)
        assert found
        return found.group(1)


def prepared(folder: Path, database_url: str = "") -> Site:
    """A site with one thread and one member, not started yet."""
    port = free_port()
    environment = {
        "INSTANCE_DIR": str(folder),
        "PORT": str(port),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "EMBEDDING_MODEL": "hashing",
        "DATABASE_URL": database_url,
        "DEMO": "",
    }
    app: Flask = create_app(from_environment(environment))
    with app.app_context():
        upgrade()
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
    return Site(environment, port, place, cookie.value, folder.with_name(f"{folder.name}.log"))
