"""``/readyz`` is read by everyone who asks."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.finding.engine import EXTENSION, TRY_AGAIN_SECONDS, Finding


def test_readyz_says_that_the_model_failed_and_not_where_it_lies(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = app.extensions[EXTENSION].encoder
    monkeypatch.setattr(encoder, "state", "failed", raising=False)
    monkeypatch.setattr(encoder, "error", "/srv/models/e5 is no folder", raising=False)
    said = client.get("/readyz").text
    assert "words only" in said
    assert "/srv/models" not in said


def test_readyz_tries_a_failed_search_again_now_and_then(app: Flask, client: FlaskClient) -> None:
    engine: Finding = app.extensions[EXTENSION]
    tries: list[str] = []

    def failing() -> None:
        tries.append("again")
        raise OSError("/srv/index is damaged")

    engine.unanswered = failing
    for _look in range(3):
        said = client.get("/readyz").text
        assert "the last search raised" in said
        assert "/srv/index" not in said
    assert len(tries) == 1, "a slow failure does not hold up every look"
    engine.tried_again_at -= TRY_AGAIN_SECONDS
    assert "the last search raised" in client.get("/readyz").text
    assert len(tries) == 2
    engine.unanswered = lambda: None  # mended meanwhile
    engine.tried_again_at -= TRY_AGAIN_SECONDS
    assert client.get("/readyz").json["parts"]["search"] == "ok"  # type: ignore[index]
