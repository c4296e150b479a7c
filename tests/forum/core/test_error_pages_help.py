"""Error pages lead on: a search, likely places, when to come back, what to tell the team."""

import logging
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.core import errors


@pytest.fixture
def fails(app: Flask, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Lets the list of questions fail in a given way."""

    def with_fault(fault: Exception) -> None:
        def fail(**_arguments: object) -> str:
            raise fault

        view = app.view_functions["threads.index"]
        fail.__access__ = view.__access__  # type: ignore[attr-defined]
        monkeypatch.setitem(app.view_functions, "threads.index", fail)

    return with_fault


@pytest.mark.parametrize(("language", "words"), [("en", "Questions"), ("ru", "Вопросы")])
def test_what_is_not_there_can_be_searched_for(
    client: FlaskClient, language: str, words: str
) -> None:
    page = client.get("/nothing-of-the-kind", headers={"Accept-Language": language})
    assert page.status_code == 404
    assert 'action="/search"' in page.text
    for place in ("/questions", "/kb", "/faq", "/ask"):
        assert f'href="{place}"' in page.text
    assert f'lang="{language}"' in page.text
    assert words in page.text


def test_who_was_too_fast_reads_when_to_come_back(client: FlaskClient, fails) -> None:  # type: ignore[no-untyped-def]
    fails(errors.TooMany("Slowly.", 120))
    page = client.get("/questions?view=solved")
    assert page.headers["Retry-After"] == "120"
    assert "Try again in 2 minutes." in page.text
    assert 'href="/questions?view=solved"' in page.text


def test_the_reference_on_the_page_is_the_one_in_the_log(
    client: FlaskClient,
    fails,  # type: ignore[no-untyped-def]
    caplog: pytest.LogCaptureFixture,
) -> None:
    fails(RuntimeError("a secret detail"))
    with caplog.at_level(logging.ERROR):
        page = client.get("/questions")
    shown = re.search(r"<code>([0-9a-f]{8})</code>", page.text)
    assert shown is not None
    assert shown[1] == page.headers["X-Error-Reference"]
    assert f"reference {shown[1]}" in caplog.text


def test_a_text_that_is_too_large_is_still_in_the_form(client: FlaskClient) -> None:
    page = client.post("/ask", data={"body": "x" * 3_000_000})
    assert page.status_code == 413
    assert "still in the form" in page.text
