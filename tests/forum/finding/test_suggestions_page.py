"""Suggestions while asking, and what they did."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from forum.core.db import db
from forum.finding.engine import finding
from forum.finding.jobs import refresh_index
from forum.finding.models import Outcome, ShownSuggestion
from forum.threads import actions
from forum.threads.models import Draft, MarkKind, Thread, ThreadType
from tests.browser import post, token_on
from tests.factories import Factory, sign_in
from tests.forum.finding.conftest import Counting, MakeArticle

HTMX = {"HX-Request": "true"}
URL = "/ask/suggestions?title=The+doorbell+rings+twice&ask_key=visit-1"


@pytest.fixture
def solved(make: Factory) -> Thread:
    asker = make.user()
    thread = make.thread("The doorbell rings twice", "Every evening.", author=asker)
    answer = make.answer(thread, "Turn off the echo.", author=make.user("Ines", role="rep"))
    actions.mark(asker, answer.id, MarkKind.ACCEPTED)
    refresh_index()
    return thread


def test_a_likely_duplicate_stands_apart_with_its_answer(
    solved: Thread, make: Factory, client: FlaskClient
) -> None:
    make.thread("The doorbell is silent", "It does not ring.")
    refresh_index()
    page = client.get(URL, headers=HTMX).text
    first, _heading, rest = page.partition("Also related")
    assert solved.title in first
    assert "Turn off the echo" in first
    assert "answered by Ines of the team" in first
    assert "The doorbell is silent" in rest


def test_too_little_text_suggests_nothing(solved: Thread, client: FlaskClient) -> None:
    assert solved
    for address in ("/ask/suggestions?title=doorbell", "/ask/suggestions"):
        part = client.get(address, headers=HTMX).text
        assert "While you write" in part
        assert "data-suggestion" not in part


def test_what_was_found_is_said_in_one_line_too(solved: Thread, client: FlaskClient) -> None:
    part = client.get(URL, headers=HTMX).text
    assert f"Very likely the same: {solved.title}" in part
    nothing = client.get("/ask/suggestions?title=xylophone+in+the+attic", headers=HTMX).text
    assert "it is worth asking" in nothing


def test_looking_gives_no_cookie_and_changes_nothing(solved: Thread, client: FlaskClient) -> None:
    assert solved
    client.get("/search?q=doorbell")
    assert client.get_cookie("session") is None
    assert db.session.scalars(select(ShownSuggestion)).all() == []


def test_without_a_model_the_page_says_so(
    solved: Thread, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding().encoder, "state", "loading")
    page = client.get(URL, headers=HTMX).text
    assert solved.title in page
    assert "only words are compared" in page
    assert "only words are compared" in client.get("/search?q=doorbell").text
    assert client.get("/readyz").json["parts"]["search"] == "loading the model: words only"  # type: ignore[index]


def test_this_solved_it_ends_the_ask(solved: Thread, client: FlaskClient) -> None:
    post(client, "/drafts/ask", "/ask", title="The doorbell rings twice")
    assert db.session.scalars(select(Draft)).all()
    answer = say(client, solved, "solved")
    assert answer.status_code == 303
    assert answer.location == f"/ask/solved/thread:{solved.id}"
    assert f"/t/{solved.id}/" in client.get(answer.location).text
    row = db.session.scalars(select(ShownSuggestion)).one()
    assert (row.outcome, row.document_key) == (Outcome.SOLVED, f"thread:{solved.id}")
    assert row.score > 0
    assert row.likely_duplicate
    assert db.session.scalars(select(Draft)).all() == []


def test_with_scripts_it_ends_on_the_same_page(solved: Thread, client: FlaskClient) -> None:
    answer = say(client, solved, "solved", headers=HTMX)
    assert answer.headers["HX-Redirect"] == f"/ask/solved/thread:{solved.id}"
    assert answer.headers["HX-Trigger"] == "draft:discard"
    kept = say(client, solved, "no", headers=HTMX)
    assert "already tried" in kept.text
    assert "<html" not in kept.text


def test_a_second_word_on_the_same_suggestion_replaces_the_first(
    solved: Thread, client: FlaskClient
) -> None:
    say(client, solved, "no")
    say(client, solved, "partly")
    row = db.session.scalars(select(ShownSuggestion)).one()
    assert row.outcome is Outcome.PARTLY


def test_what_did_not_help_stands_with_the_question_as_already_tried(
    solved: Thread, make: Factory, client: FlaskClient
) -> None:
    say(client, solved, "no")
    asker = make.user()
    sign_in(client, asker)  # the visit goes on after signing in
    thread = actions.ask(
        asker,
        actions.Question(
            "It rings again", "The echo is off.", make.category().id, ThreadType.QUESTION
        ),
        ask_key="visit-1",
    )
    page = client.get(f"/t/{thread.id}/it-rings-again").text
    assert "Already tried" in page
    assert solved.title in page
    assert "did not help" in page


def test_nobody_can_say_something_of_what_they_cannot_see(
    make: Factory, client: FlaskClient
) -> None:
    make.category()  # where a visitor may ask at all
    secret = make.category("secret", audience="staff")
    hidden = make.thread(author=make.user(role="rep"), category=secret)
    assert say(client, hidden, "solved").status_code == 404
    assert say(client, hidden, "perhaps").status_code == 400


def test_an_article_is_suggested_with_its_fitting_section(
    article: MakeArticle, client: FlaskClient
) -> None:
    source = (
        "Words.\n\n## Pairing the doorbell\n\nPress it twice.\n\n## Removing it\n\nUnscrew it.\n"
    )
    row = article("The doorbell handbook", source)
    refresh_index()
    page = client.get("/ask/suggestions?title=pairing+the+doorbell", headers=HTMX).text
    assert f"/kb/{row.id}/the-doorbell-handbook#s-pairing-the-doorbell" in page


def test_the_number_of_suggestions_does_not_change_the_number_of_statements(
    make: Factory, article: MakeArticle, client: FlaskClient, statements: Counting
) -> None:
    for number in range(6):
        make.thread(f"The doorbell rings twice, case {number}", tags=())
        article(f"The doorbell rings twice, guide {number}")
    refresh_index()
    with statements() as seen:
        assert client.get(URL, headers=HTMX).text.count("<article") == 5
    assert len(seen) <= 4


def say(
    client: FlaskClient, thread: Thread, outcome: str, headers: dict[str, str] | None = None
) -> TestResponse:
    """Press a button under a suggestion."""
    fields = {
        "csrf_token": token_on(client, "/ask"),
        "key": f"thread:{thread.id}",
        "ask_key": "visit-1",
        "outcome": outcome,
        "text": "The doorbell rings twice",
    }
    return client.post("/ask/outcome", data=fields, headers=headers)
