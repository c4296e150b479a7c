"""What is like a thread, beside it and on a page of its own."""

import pytest
from flask.testing import FlaskClient

from forum.core.db import db
from forum.finding.engine import finding
from forum.finding.jobs import refresh_index
from forum.knowledge.models import ArticleSource
from forum.threads.models import Thread
from tests.factories import Factory
from tests.forum.finding.conftest import Counting, MakeArticle

HTMX = {"HX-Request": "true"}


@pytest.fixture
def bell(make: Factory) -> Thread:
    thread = make.thread("The doorbell rings twice", "Every evening it rings twice.")
    make.thread("The doorbell rings at night", "It rings and nobody is there.")
    refresh_index()
    return thread


def test_the_thread_page_leads_to_its_like(bell: Thread, client: FlaskClient) -> None:
    address = f"/t/{bell.id}/related"
    assert f'hx-get="{address}"' in client.get(f"/t/{bell.id}/{bell.slug}").text
    for headers in (HTMX, {}):
        page = client.get(address, headers=headers).text
        assert "The doorbell rings at night" in page
    assert "<html" not in client.get(address, headers=HTMX).text


def test_the_model_is_not_asked(
    bell: Thread, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding().encoder, "state", "failed")
    page = client.get(f"/t/{bell.id}/related", headers=HTMX).text
    assert "The doorbell rings at night" in page


def test_a_thread_whose_meaning_is_not_known_yet_is_not_its_own_relative(
    bell: Thread, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding().index, "neighbours", lambda *_told: [])
    page = client.get(f"/t/{bell.id}/related", headers=HTMX).text
    assert "The doorbell rings at night" in page
    assert bell.title not in page


def test_what_is_for_staff_is_no_relative_for_others(
    bell: Thread, make: Factory, client: FlaskClient
) -> None:
    secret = make.category("secret", audience="staff")
    make.thread("The doorbell rings twice: recall", author=make.user(role="rep"), category=secret)
    refresh_index()
    address = f"/t/{bell.id}/related"
    assert "recall" not in client.get(address).text
    assert "recall" in make.signed_in(role="rep").get(address).text


def test_a_thread_that_is_not_there_has_no_relatives(client: FlaskClient) -> None:
    assert client.get("/t/99/related").status_code == 404


def test_it_costs_few_statements(bell: Thread, client: FlaskClient, statements: Counting) -> None:
    address = f"/t/{bell.id}/related"
    with statements() as seen:
        client.get(address, headers=HTMX)
    assert len(seen) <= 5


def test_its_own_article_is_no_relative(
    bell: Thread, article: MakeArticle, client: FlaskClient
) -> None:
    own, other = article("The doorbell rings twice, explained"), article("The doorbell rings")
    translation = article("Звонок звонит дважды: the doorbell rings twice")
    translation.language, translation.translation_of_id = "ru", own.id
    db.session.add(ArticleSource(article_id=own.id, thread_id=bell.id))
    db.session.commit()
    refresh_index()
    page = client.get(f"/t/{bell.id}/related", headers=HTMX).text
    assert other.title in page
    assert own.title not in page
    assert translation.title not in page
