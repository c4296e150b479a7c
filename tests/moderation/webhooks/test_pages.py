"""The pages of webhooks: the secret is shown once, every act is logged, few statements."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from forum.accounts.models import User
from forum.core.db import db
from moderation.audit.models import StaffAct
from moderation.webhooks import actions
from moderation.webhooks.delivering import deliver_webhooks
from moderation.webhooks.kinds import CHOSEN
from moderation.webhooks.models import WebhookEndpoint
from tests.browser import post, token_on
from tests.factories import Factory
from tests.moderation.conftest import StatementCounter
from tests.moderation.webhooks.receiver import Receiver

URL = "https://hooks.example.com/in"


@pytest.fixture
def browser(make: Factory, admin: User) -> FlaskClient:
    """The admin's."""
    return make.signed_in(admin)


def add(browser: FlaskClient, url: str, events: str) -> TestResponse:
    """Fill in the form of a new webhook."""
    page = "/desk/webhooks/new"
    form = {"csrf_token": token_on(browser, page), "url": url, "events": events}
    return browser.post(page, data=form)


def test_the_secret_is_shown_once_and_on_no_other_page(browser: FlaskClient) -> None:
    made = add(browser, URL, "question.created")
    row = db.session.scalars(select(WebhookEndpoint)).one()
    assert row.secret in made.text
    assert made.headers["Cache-Control"] == "no-store"
    for page in ("/desk/webhooks", f"/desk/webhooks/{row.id}", "/desk/log", "/desk/log.csv"):
        assert row.secret not in browser.get(page).text
    old = row.secret
    renewed = post(browser, f"/desk/webhooks/{row.id}/secret", f"/desk/webhooks/{row.id}")
    fresh = db.session.scalars(select(WebhookEndpoint.secret)).one()
    assert fresh != old
    assert fresh in renewed.text


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://hooks.example.com", "Nothing can be sent to this address."),
        ("http://127.0.0.1:8000/", "leads into the network"),
        ("http://localhost/", "leads into the network"),
        (URL, "told already"),
        ("", "Say where to send it."),
    ],
)
def test_what_cannot_be_sent_to_is_refused_with_what_was_typed(
    browser: FlaskClient, admin: User, url: str, said: str
) -> None:
    actions.create(admin, URL, frozenset(CHOSEN))
    answer = add(browser, url, "clock.breached")
    assert answer.status_code in {400, 409}
    assert said in answer.text
    assert re.search(r'value="clock.breached"[^>]*checked|checked[^>]*value="clock', answer.text)
    assert len(db.session.scalars(select(WebhookEndpoint)).all()) == 1


def test_each_act_is_logged_by_its_host_alone(browser: FlaskClient, admin: User) -> None:
    row = actions.create(admin, "https://hooks.example.com/a-key-of-theirs", frozenset(CHOSEN))
    page = f"/desk/webhooks/{row.id}"
    for act in ("/ping", "/stop", "/stop/delete", "/secret", "/delete"):
        assert post(browser, page + act, page).status_code in {200, 303}
    acts = db.session.scalars(select(StaffAct).order_by(StaffAct.id)).all()
    verbs = ["create", "ping", "stop", "start", "renew-secret", "remove"]
    assert [act.verb for act in acts] == verbs
    assert not any("a-key" in act.before + act.after for act in acts)


def test_the_log_of_one_says_what_came_of_each_in_few_statements(
    browser: FlaskClient,
    receiver: Receiver,
    hook: WebhookEndpoint,
    make: Factory,
    statements: StatementCounter,
) -> None:
    for _question in range(3):
        make.thread()
    deliver_webhooks()
    browser.get("/desk")  # the desk reads the team's hours once a minute
    for page in ("/desk/webhooks", f"/desk/webhooks/{hook.id}"):
        with statements() as sent:
            text = browser.get(page).text
        assert len(sent) <= 8
    assert text.count(">taken<") == 3 or text.count("taken</span>") == 3
    assert "Somebody asked a question" in text


def test_readyz_says_that_all_is_well(browser: FlaskClient) -> None:
    assert browser.get("/readyz").get_json()["parts"]["webhooks"] == "ok"
