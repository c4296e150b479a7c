"""Alive and ready: two questions, and the second one tells what is degraded."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from forum.core import health
from forum.core.db import db


def test_alive_asks_nobody(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_arguments: object, **_more: object) -> None:
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(db.session, "execute", gone)
    assert client.get("/healthz").text == "ok\n"


def test_a_degraded_part_is_named_and_the_site_still_ready(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(health._checks, "tea", lambda: "is cold")
    answer = client.get("/readyz")
    told = answer.get_json()
    assert (answer.status_code, told["ready"]) == (200, True)
    assert "tea" in told["degraded"]
    assert told["parts"]["database"] == "ok"
    assert told["parts"]["tea"] == "is cold"


def test_without_a_database_it_is_not_ready(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_database", lambda: "does not answer")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["ready"]) == (503, False)
