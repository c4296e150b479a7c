"""What ``GET /api/v1/similar`` promises to programs."""

import pytest
from flask.testing import FlaskClient

from forum.finding.engine import finding
from forum.finding.jobs import refresh_index
from forum.threads import actions
from forum.threads.models import MarkKind
from tests.factories import Factory

FIELDS = {"kind", "id", "title", "url", "score", "likely_duplicate", "answered", "excerpt"}


@pytest.fixture
def asked(make: Factory) -> int:
    asker = make.user()
    thread = make.thread("The doorbell rings twice", "Every evening.", author=asker)
    answer = make.answer(thread, "Turn off the echo.")
    actions.mark(asker, answer.id, MarkKind.ACCEPTED)
    make.thread("The doorbell is silent", "Not a sound.")
    refresh_index()
    return thread.id


def test_results_carry_exactly_the_fields_of_the_contract(asked: int, client: FlaskClient) -> None:
    response = client.get("/api/v1/similar?text=the+doorbell+rings+twice")
    assert response.status_code == 200
    assert response.mimetype == "application/json"
    body = response.get_json()
    assert set(body) == {"results", "degraded"}
    assert body["degraded"] is False
    first, second = body["results"]
    assert set(first) == set(second) == FIELDS
    assert first["id"] == asked
    assert first["kind"] == "thread"
    assert first["title"] == "The doorbell rings twice"
    assert first["url"].endswith(f"/t/{asked}/the-doorbell-rings-twice")
    assert first["likely_duplicate"] is True
    assert first["answered"] is True
    assert "echo" in first["excerpt"]
    assert 0 <= second["score"] <= first["score"] <= 1
    assert second["answered"] is False


def test_words_alone_are_said_to_be_words_alone(
    asked: int, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding().encoder, "state", "loading")
    body = client.get("/api/v1/similar?text=doorbell+rings+twice").get_json()
    assert body["degraded"] is True
    assert body["results"][0]["id"] == asked
    assert not any(result["likely_duplicate"] for result in body["results"])


def test_the_limit_is_kept(asked: int, client: FlaskClient) -> None:
    assert asked
    assert len(client.get("/api/v1/similar?text=doorbell&limit=1").get_json()["results"]) == 1
    assert len(client.get("/api/v1/similar?text=doorbell&limit=20").get_json()["results"]) == 2


@pytest.mark.parametrize(
    "query",
    [
        "",
        "text=",
        "text=%20",
        "text=a&limit=0",
        "text=a&limit=21",
        "text=a&limit=-1",
        "text=a&limit=five",
        "text=a&limit=",
        "text=a&limit=1.5",
        "text=a&limit=٣",
        "text=a&limit=99999999999999999999",
        "text=a%00b",
    ],
)
def test_what_cannot_be_used_is_told_in_json(client: FlaskClient, query: str) -> None:
    response = client.get(f"/api/v1/similar?{query}")
    assert response.status_code == 400
    assert response.get_json()["error"]["status"] == 400


@pytest.mark.parametrize("text", ["C++", '"', "что?", "%", "🙂", "a" * 10_000, "NEAR(a b)"])
def test_any_text_is_answered(asked: int, client: FlaskClient, text: str) -> None:
    assert asked
    response = client.get("/api/v1/similar", query_string={"text": text})
    assert response.status_code == 200


def test_an_unknown_address_is_told_in_json(client: FlaskClient) -> None:
    response = client.get("/api/v1/nothing")
    assert response.status_code == 404
    assert response.get_json()["error"]["status"] == 404


def test_only_reading_is_offered(client: FlaskClient) -> None:
    assert client.post("/api/v1/similar", data={"text": "a"}).status_code in {400, 405}
