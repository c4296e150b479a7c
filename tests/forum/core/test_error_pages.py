"""Errors: a page for people, JSON for programs, and never a traceback for either."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError, OperationalError

from forum.core import errors
from tests.browser import token_on
from tests.factories import Factory

Breaking = Callable[[Exception], None]
RAISED: list[tuple[Exception, int]] = [
    (errors.Refused("It is locked.", "Ask anew."), 409),
    (errors.Invalid("That is no number."), 400),
    (errors.NotAllowed(), 403),
    (errors.NotFound(), 404),
    (errors.Conflict("Somebody was faster."), 409),
    (errors.TooMany("Slowly.", 17), 429),
    (errors.Degraded("Out of order."), 503),
    (OperationalError("INSERT", {}, Exception("database is locked")), 503),
    (IntegrityError("INSERT", {}, Exception("UNIQUE constraint failed")), 500),
    (RuntimeError("a secret detail"), 500),
]


@pytest.fixture
def breaks(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Breaking:
    """Lets the list of questions and the API fail in a given way."""

    def set_fault(fault: Exception) -> None:
        def fail(**_arguments: object) -> str:
            raise fault

        for endpoint in ("threads.index", "api.similar"):
            fail.__access__ = app.view_functions[endpoint].__access__  # type: ignore[attr-defined]
            monkeypatch.setitem(app.view_functions, endpoint, fail)

    return set_fault


@pytest.mark.parametrize(("fault", "status"), RAISED, ids=lambda value: str(type(value).__name__))
def test_people_get_a_page(
    client: FlaskClient, breaks: Breaking, fault: Exception, status: int
) -> None:
    breaks(fault)
    answer = client.get("/questions")
    assert answer.status_code == status
    assert answer.mimetype == "text/html"
    assert answer.text.count("<h1") == 1
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text
    assert "INSERT" not in answer.text
    for words in (getattr(fault, "message", ""), getattr(fault, "what_to_do", "")):
        assert words in answer.text


@pytest.mark.parametrize(("fault", "status"), RAISED, ids=lambda value: str(type(value).__name__))
def test_programs_get_json(
    client: FlaskClient, breaks: Breaking, fault: Exception, status: int
) -> None:
    breaks(fault)
    for path, headers in (("/api/v1/similar", {}), ("/questions", {"Accept": "application/json"})):
        answer = client.get(path, headers=headers)
        assert answer.status_code == status
        told = answer.get_json()["error"]
        assert told["status"] == status
        assert told["message"]
        assert "secret detail" not in answer.text


@pytest.mark.parametrize(
    ("fault", "seconds"), [(RAISED[5][0], "17"), (RAISED[6][0], "5"), (RAISED[7][0], "5")]
)
def test_who_should_come_back_is_told_when(
    client: FlaskClient, breaks: Breaking, fault: Exception, seconds: str
) -> None:
    breaks(fault)
    assert client.get("/questions").headers["Retry-After"] == seconds
    assert client.get("/api/v1/similar").headers["Retry-After"] == seconds


def test_an_error_page_needs_no_database_and_no_person(
    make: Factory, breaks: Breaking, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = make.signed_in()

    def gone(*_arguments: object) -> None:
        raise OperationalError("SELECT", {}, Exception("the disk is gone"))

    monkeypatch.setattr("forum.accounts.queries.live_session", gone)
    answer = client.get("/questions")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "<h1" in answer.text


def test_visitors_are_sent_to_sign_in_and_back(client: FlaskClient) -> None:
    answer = client.get("/my/questions?after=x")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/login?next=/my/questions?after%3Dx"


def test_programs_without_a_name_get_401(client: FlaskClient) -> None:
    answer = client.get("/my/questions", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.get_json()["error"]["status"] == 401


def test_htmx_is_led_to_the_sign_in_page_instead_of_swapping_it_in(client: FlaskClient) -> None:
    answer = client.get("/my/questions", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/login")


@pytest.mark.parametrize(
    "referrer", ["https://evil.example/t/1", "//evil.example", "javascript:alert(1)", ""]
)
def test_signing_in_never_leads_back_to_another_site(make: Factory, referrer: str) -> None:
    thread = make.thread()
    client = make.app.test_client()
    token = token_on(client, "/login")
    answer = client.post(
        f"/t/{thread.id}/follow", data={"csrf_token": token}, headers={"Referer": referrer}
    )
    assert answer.headers["Location"] == "/login?next=/"


def test_the_wrong_method_is_told_the_right_one(client: FlaskClient) -> None:
    answer = client.put("/search")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
