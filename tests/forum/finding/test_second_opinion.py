"""Who is asked for a second opinion, what the sweep does for it, and what ``/readyz`` tells."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.core.config import from_environment
from forum.finding.engine import finding, second_for
from forum.finding.jobs import refresh_index, second_batch
from forum.threads import actions
from forum.threads.queries import question_of
from search.encoder import BUNDLED_SECOND, HUB_MODEL, HashingEncoder
from search.index import SearchIndex
from search.second import SecondOpinion
from tests.factories import Factory
from tests.forum.finding.conftest import Suggest


@pytest.fixture
def second(app: Flask, monkeypatch: pytest.MonkeyPatch) -> SecondOpinion:
    """A second model beside the first of this application."""
    engine = finding()
    opinion = SecondOpinion(HashingEncoder(64))
    monkeypatch.setattr(engine, "second", opinion)
    monkeypatch.setattr(
        engine, "index", SearchIndex(engine.index.store, engine.encoder, second=opinion)
    )
    return opinion


def named(tmp_path: Path, **settings: str) -> str:
    """The model that these settings ask for a second opinion; empty for none."""
    config = from_environment({"INSTANCE_DIR": str(tmp_path), **settings})
    asked = second_for(config)
    return asked.encoder.model if asked else ""


def test_the_bundled_pair_is_the_default(tmp_path: Path) -> None:
    assert named(tmp_path) == BUNDLED_SECOND
    assert named(tmp_path, EMBEDDING_MODEL=HUB_MODEL) == BUNDLED_SECOND


def test_beside_a_server_or_another_model_nobody_is_asked_unless_named(tmp_path: Path) -> None:
    server = {"EMBEDDING_URL": "http://localhost:9/v1", "EMBEDDING_MODEL": "some/model"}
    assert named(tmp_path, **server) == ""
    assert named(tmp_path, EMBEDDING_MODEL="/srv/models/mine") == ""
    assert named(tmp_path, **server, EMBEDDING_SECOND_MODEL="some/english") == "some/english"


def test_it_can_be_switched_off(tmp_path: Path) -> None:
    assert named(tmp_path, EMBEDDING_SECOND_MODEL="off") == ""


def test_the_sweep_lets_it_read_what_is_new_and_what_changed(
    make: Factory, second: SecondOpinion
) -> None:
    author = make.user()
    thread = make.thread("The doorbell rings twice", "Every evening.", author=author)
    make.thread("Звонок звонит дважды", "Каждый вечер.")
    refresh_index()
    index, connection = finding().index, finding().connection()
    assert index.needs_opinion(connection) == []
    vector = second.encoder.encode_queries(["doorbell"])[0]
    assert len(index.store.opinions(connection, second.space, vector, range(1, 9))) == 1
    post = question_of(thread.id)
    actions.edit_post(author, post.id, actions.Edit("Every morning.", 1))
    refresh_index()
    assert index.needs_opinion(finding().connection()) == []
    assert second_batch() == 0


@pytest.mark.parametrize("state", ["loading", "failed"])
def test_its_failure_is_told_and_stops_nothing(
    make: Factory, found: Suggest, client: FlaskClient, second: SecondOpinion, state: str
) -> None:
    thread = make.thread("The doorbell rings twice")
    assert isinstance(second.encoder, HashingEncoder)
    second.encoder.state = state  # type: ignore[assignment]
    assert [card.key for card in found("doorbell rings two times")] == [f"thread:{thread.id}"]
    page = client.get("/readyz")
    assert page.status_code == 200
    assert page.json is not None
    assert page.json["degraded"] == ["second_model"]
    assert "the first one decides alone" in page.json["parts"]["second_model"]
    assert client.get("/search?q=doorbell").status_code == 200


def test_one_that_does_not_answer_is_told_too(client: FlaskClient, second: SecondOpinion) -> None:
    assert client.get("/readyz").json["parts"]["second_model"] == "ok"  # type: ignore[index]
    assert isinstance(second.encoder, HashingEncoder)
    second.encoder.error = "/srv/models/second gave no answer"
    said = client.get("/readyz").text
    assert "does not answer" in said
    assert "/srv/models" not in said
