"""What was shown while asking: noted in memory, written by the sweep, forgotten in time."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.finding import shown
from forum.finding.jobs import refresh_index
from forum.finding.models import Outcome, ShownSuggestion
from forum.finding.retention import FORGOTTEN_AT, forget_old_suggestions
from forum.finding.shown import flush_shown
from forum.threads import actions
from forum.threads.models import Thread, ThreadType
from tests.browser import post, token_on
from tests.factories import Factory

HTMX = {"HX-Request": "true"}
URL = "/ask/suggestions?title={}&ask_key=visit-1"


@pytest.fixture
def bell(make: Factory) -> Thread:
    thread = make.thread("The doorbell rings twice", "Every evening.")
    make.thread("The doorbell is silent", "It does not ring.")
    refresh_index()
    return thread


def rows() -> list[ShownSuggestion]:
    """The log, in the order of its lists."""
    db.session.expire_all()
    return list(db.session.scalars(select(ShownSuggestion).order_by(ShownSuggestion.position)))


def look(client: FlaskClient, title: str = "The doorbell rings twice") -> None:
    """Type a title."""
    client.get(URL.format(title.replace(" ", "+")), headers=HTMX)


def test_what_is_shown_is_written_by_the_sweep(bell: Thread, client: FlaskClient) -> None:
    look(client)
    assert rows() == []
    flush_shown()
    first, second = rows()
    assert (first.document_key, first.position) == (f"thread:{bell.id}", 0)
    assert first.likely_duplicate
    assert first.words is not None
    assert first.meaning is not None
    assert (second.position, second.words) == (1, None)
    assert not second.likely_duplicate
    assert first.text == "The doorbell rings twice"
    assert (first.outcome, first.opened_at, first.thread_id) == (None, None, None)
    assert first.model


def test_one_visit_has_one_row_for_a_suggestion(bell: Thread, client: FlaskClient) -> None:
    assert bell
    look(client, "The doorbell")
    flush_shown()
    before = {row.document_key: row.shown_at for row in rows()}
    look(client, "The doorbell is silent")
    look(client, "The doorbell is silent again")
    flush_shown()
    assert {row.document_key: row.shown_at for row in rows()} == before
    assert {row.text for row in rows()} == {"The doorbell is silent again"}


def test_without_a_visit_nothing_is_noted(bell: Thread, client: FlaskClient) -> None:
    assert bell
    client.get("/ask/suggestions?title=The+doorbell+rings+twice", headers=HTMX)
    flush_shown()
    assert rows() == []


def test_more_than_fits_is_not_measured(
    bell: Thread, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bell
    monkeypatch.setattr(shown, "HELD_MAX", 1)
    look(client)
    flush_shown()
    assert len(rows()) == 1


def test_going_to_read_one_is_noted_once(bell: Thread, client: FlaskClient) -> None:
    look(client)
    fields = {"key": f"thread:{bell.id}", "ask_key": "visit-1"}
    assert post(client, "/ask/opened", "/ask", **fields).status_code == 204
    flush_shown()
    opened_at = rows()[0].opened_at
    assert opened_at is not None
    assert rows()[1].opened_at is None
    post(client, "/ask/opened", "/ask", **fields)
    flush_shown()
    assert rows()[0].opened_at == opened_at


def test_a_broken_word_of_having_read_is_passed_over(make: Factory, client: FlaskClient) -> None:
    make.category()
    token = token_on(client, "/ask")
    answer = client.post("/ask/opened", data={"csrf_token": token, "key": "x" * 99})
    assert answer.status_code == 204
    flush_shown()
    assert rows() == []


def ask(make: Factory) -> Thread:
    """Ask all the same, in the same visit."""
    question = actions.Question(
        "It rings again", "The echo is off.", make.category().id, ThreadType.QUESTION
    )
    return actions.ask(make.user(), question, ask_key="visit-1")


def test_a_question_asked_all_the_same_carries_what_was_shown(
    bell: Thread, make: Factory, client: FlaskClient
) -> None:
    assert bell
    look(client)
    flush_shown()
    thread = ask(make)
    assert {row.thread_id for row in rows()} == {thread.id}


def test_also_where_it_was_asked_before_the_sweep_came(
    bell: Thread, make: Factory, client: FlaskClient
) -> None:
    assert bell
    look(client)
    thread = ask(make)
    flush_shown()
    assert {row.thread_id for row in rows()} == {thread.id}
    assert "Already tried" not in client.get(f"/t/{thread.id}/{thread.slug}").text


def test_what_was_typed_goes_in_time_and_what_was_said_stays(
    bell: Thread, app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(client)
    flush_shown()
    fields = {"key": f"thread:{bell.id}", "ask_key": "visit-1", "outcome": "no", "text": "Bell"}
    post(client, "/ask/outcome", "/ask", **fields)
    app.extensions.pop(FORGOTTEN_AT, None)
    forget_old_suggestions()
    assert len(rows()) == 2
    later = clock.now() + timedelta(days=181)
    monkeypatch.setattr(clock, "now", lambda: later)
    forget_old_suggestions()
    kept = rows()
    assert [(row.outcome, row.text) for row in kept] == [(Outcome.NO, "")]
    app.extensions.pop(FORGOTTEN_AT)
