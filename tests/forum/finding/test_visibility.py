"""Canaries: a word that only some may read turns up nowhere for the others."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.accounts.models import User
from forum.core.db import db
from forum.core.events import publish
from forum.core.markup import plain_text
from forum.finding.engine import finding
from forum.finding.jobs import refresh_index
from forum.knowledge.events import ArticleWithdrawn
from forum.knowledge.models import Article, ArticleStatus
from forum.threads import actions
from forum.threads.models import Thread
from forum.threads.queries import question_of
from search.documents import Document
from tests.factories import Factory
from tests.forum.finding.conftest import MakeArticle, Suggest

CANARY = "quokkafish"
PLACES = (
    f"/search?q={CANARY}",
    f"/ask/suggestions?title=the+{CANARY}+button",
    f"/api/v1/similar?text=the+{CANARY}+button",
)


def seen_anywhere(client: FlaskClient) -> list[str]:
    """The places that show a title or text with the canary, beyond repeating what was typed."""
    shown = []
    for place in PLACES:
        response = client.get(place)
        assert response.status_code == 200
        if "button of the" in plain_text(response.text):
            shown.append(place)
    return shown


@pytest.fixture
def moderator(make: Factory) -> User:
    return make.user(role="moderator")


@pytest.fixture
def canary(make: Factory) -> Thread:
    return make.thread(f"The button of the {CANARY}", f"Where is the button of the {CANARY}?")


def test_what_is_public_is_seen_everywhere(canary: Thread, client: FlaskClient) -> None:
    assert canary
    refresh_index()
    assert seen_anywhere(client) == list(PLACES)


def test_what_is_for_staff_is_seen_by_staff_alone(make: Factory, client: FlaskClient) -> None:
    secret = make.category("secret", audience="staff")
    make.thread(f"The button of the {CANARY}", author=make.user(role="rep"), category=secret)
    refresh_index()
    assert seen_anywhere(client) == []
    assert seen_anywhere(make.signed_in(role="ambassador")) == []
    assert seen_anywhere(make.signed_in(role="rep")) == list(PLACES)
    assert "secret" not in client.get("/search?q=is:unanswered").text.lower()


def test_a_deleted_thread_is_gone_before_any_sweep(
    canary: Thread, moderator: User, client: FlaskClient
) -> None:
    refresh_index()
    actions.delete_post(moderator, question_of(canary.id).id)
    assert seen_anywhere(client) == []
    assert finding().index.store.count(finding().connection()) == 0


def test_a_restored_thread_is_found_again(make: Factory, client: FlaskClient) -> None:
    author = make.user()
    thread = make.thread(f"The button of the {CANARY}", author=author)
    post = question_of(thread.id)
    actions.delete_post(author, post.id)
    refresh_index()
    assert seen_anywhere(client) == []
    actions.restore_post(author, post.id)
    refresh_index()
    assert seen_anywhere(client) == list(PLACES)


def test_words_of_a_deleted_answer_are_gone_before_any_sweep(
    make: Factory, moderator: User, client: FlaskClient
) -> None:
    thread = make.thread("Where do I press?", "On the cover I see nothing.")
    answer = make.answer(thread, f"The button of the {CANARY} is below.")
    refresh_index()
    assert seen_anywhere(client) == list(PLACES)
    actions.delete_post(moderator, answer.id)
    assert seen_anywhere(client) == []
    refresh_index()
    assert seen_anywhere(client) == []
    assert "Where do I press?" in client.get("/search?q=press+cover").text


def test_moving_a_thread_to_the_staff_hides_it_at_once(
    make: Factory, canary: Thread, moderator: User, client: FlaskClient
) -> None:
    refresh_index()
    secret = make.category("secret", audience="staff")
    actions.move(moderator, canary.id, secret.id)
    assert seen_anywhere(client) == []
    refresh_index()
    assert seen_anywhere(client) == []


def test_drafts_and_withdrawn_articles_are_found_by_nobody(
    article: MakeArticle, make: Factory, client: FlaskClient
) -> None:
    title, source = f"The button of the {CANARY}", f"It is the button of the {CANARY}."
    article(title, source, status="draft")
    published = article(title, source)
    refresh_index()
    rep = make.signed_in(role="rep")
    for browser in (client, rep):
        assert browser.get(PLACES[2]).text.count("/kb/") == 1
    withdraw(published)
    assert seen_anywhere(client) == []
    assert seen_anywhere(rep) == []


def withdraw(article: Article) -> None:
    """What the desk does to an article that is not good any more."""
    row = db.session.get_one(Article, article.id)
    row.status = ArticleStatus.ARCHIVED
    db.session.flush()
    event = ArticleWithdrawn(row.id, row.author_id, ArticleStatus.PUBLISHED, ArticleStatus.ARCHIVED)
    publish(event)
    db.session.commit()


def test_an_index_that_is_wrong_shows_nothing_it_should_not(
    make: Factory, found: Suggest, client: FlaskClient
) -> None:
    """Whatever the index believes, each hit is held against what the viewer may see."""
    secret = make.category("secret", audience="staff")
    title = f"The button of the {CANARY}"
    thread = make.thread(title, author=make.user(role="rep"), category=secret)
    refresh_index()
    lie = Document(key=f"thread:{thread.id}", kind="thread", title=title, body=title)
    index = finding().index
    index.write(finding().writing(), index.prepare([lie]))
    db.session.commit()
    assert found(f"the {CANARY} button", sweep=False) == []
    assert seen_anywhere(client) == []


def test_a_broken_index_neither_stops_writing_nor_asking(
    app: Flask, make: Factory, canary: Thread, moderator: User, client: FlaskClient
) -> None:
    refresh_index()
    finding().index.store.drop(finding().connection())
    db.session.commit()
    assert client.get("/ask/suggestions?title=the+button+of+the").status_code == 200
    assert client.get("/search?q=button").status_code == 200
    assert client.get("/readyz").json["parts"]["search"].startswith("failed")  # type: ignore[index]
    make.answer(canary, "It is here.")
    actions.delete_post(moderator, question_of(canary.id).id)
    done = app.test_cli_runner().invoke(args=["search", "reindex"])
    assert done.exit_code == 0, done.output
    assert finding().unanswered, "the command runs in another process and clears nothing here"
    assert client.get("/readyz").json["parts"]["search"] == "ok"  # type: ignore[index]
