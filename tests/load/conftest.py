"""The real server on the test's own database, and browsers that it knows."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from re import search
from urllib.parse import urlencode

import pytest
from flask import Flask

from forum.accounts.models import User
from tests.bench.client import Answer, Connection, post
from tests.bench.servers import Server, environment, start
from tests.factories import Factory
from tests.ports import free_port

TRIES_MAX = 30  # each waits at the gate for up to two seconds
BUSY = 503


@dataclass(slots=True)
class Writer:
    """Somebody signed in who sends forms, again as long as the site says that it is busy."""

    port: int
    cookie: str
    token: str
    busy: int = 0

    def send(self, path: str, body: str, key: str = "") -> Answer:
        """Send an answer; what was refused for lack of room is sent again with the same key."""
        fields = {
            "csrf_token": self.token,
            "submission_key": key or secrets.token_urlsafe(12),
            "body": body,
        }
        request = post(path, urlencode(fields).encode(), self.cookie, self.port)
        connection = Connection(self.port)
        try:
            for _try in range(TRIES_MAX):
                answer = connection.ask(request)
                if answer.status != BUSY:
                    return answer
                assert int(answer.headers["retry-after"]) > 0
                self.busy += 1
        finally:
            connection.close()
        raise AssertionError(f"busy for {TRIES_MAX} tries")


@pytest.fixture
def served(app: Flask) -> Iterator[Server]:
    """``python app.py`` on the database of this test."""
    port = free_port()
    instance: Path = app.config["THREADWELL"].instance
    told = environment(instance, port, "hashing")
    told["DATABASE_URL"] = app.config["THREADWELL"].database_url
    server = start(["app.py"], told, port, "/healthz")
    yield server
    server.stop()


@pytest.fixture
def log(served: Server, app: Flask) -> Path:
    """What the server says."""
    instance: Path = app.config["THREADWELL"].instance
    return instance / f"bench-{served.port}.log"


def writer(make: Factory, server: Server, user: User) -> Writer:
    """A browser of this person."""
    client = make.signed_in(user)
    token = search(r'name="csrf-token" content="([^"]+)"', client.get("/questions").text)
    assert token is not None
    name = make.app.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name, domain=make.app.config["THREADWELL"].site_host)
    assert cookie is not None
    return Writer(server.port, f"{name}={cookie.value}", unescape(token.group(1)))
