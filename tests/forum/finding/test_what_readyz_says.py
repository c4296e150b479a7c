"""``/readyz`` is read by everyone who asks."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.finding.engine import EXTENSION


def test_readyz_says_that_the_model_failed_and_not_where_it_lies(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = app.extensions[EXTENSION].encoder
    monkeypatch.setattr(encoder, "state", "failed", raising=False)
    monkeypatch.setattr(encoder, "error", "/srv/models/e5 is no folder", raising=False)
    said = client.get("/readyz").text
    assert "words only" in said
    assert "/srv/models" not in said
