"""Whoever comes from an article that did not help takes it along as already tried."""

from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core.db import db
from forum.finding.models import ShownSuggestion
from forum.threads.models import Thread
from tests.browser import post
from tests.factories import Factory
from tests.forum.finding.conftest import MakeArticle


def ask(browser: FlaskClient, category_id: int, **fields: str) -> Thread:
    """Send a question; what came of it."""
    sent = {"title": "The doorbell rings twice", "body": "Every evening at nine o'clock."}
    answer = post(
        browser,
        "/ask",
        "/ask",
        **sent,
        category=str(category_id),
        type="question",
        severity="minor",
        ask_key="visit-9",
        **fields,
    )
    assert answer.status_code == 303
    return db.session.scalars(select(Thread).order_by(Thread.id.desc())).first() or Thread()


def test_the_ask_page_names_the_article_and_the_question_carries_it(
    make: Factory, article: MakeArticle
) -> None:
    read = article("Echoes of a doorbell")
    browser = make.signed_in(make.user())
    page = browser.get(f"/ask?article={read.id}").text
    assert "Already tried:" in page
    assert "Echoes of a doorbell" in page
    assert f'name="article" type="hidden" value="{read.id}"' in page
    thread = ask(browser, make.category("Doorbells").id, article=str(read.id))
    shown = browser.get(f"/t/{thread.id}/{thread.slug}").text
    assert "Already tried: 1 suggestion" in shown
    assert "did not help" in shown


def test_an_article_nobody_may_read_is_neither_named_nor_carried(
    make: Factory, article: MakeArticle
) -> None:
    draft = article("Secret plans", status="draft")
    browser = make.signed_in(make.user())
    assert "Secret plans" not in browser.get(f"/ask?article={draft.id}").text
    ask(browser, make.category("Doorbells").id, article=str(draft.id))
    assert db.session.scalars(select(ShownSuggestion)).all() == []


def test_nonsense_instead_of_an_article_is_passed_over(make: Factory, client: FlaskClient) -> None:
    for said in ("nine", "-1", "99999999999999999999", ""):
        assert client.get(f"/ask?article={said}").status_code == 200
    browser = make.signed_in(make.user())
    assert ask(browser, make.category("Doorbells").id, article="nine").id
