"""Making an account and confirming its address."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from forum.accounts.events import PersonRegistered
from forum.accounts.models import User
from forum.core.db import db
from forum.core.permissions import Role
from tests.browser import HOST, post
from tests.factories import PASSWORD, Factory
from tests.forum.accounts.conftest import link_in, mails_to


def join(client: FlaskClient, **changed: Any) -> TestResponse:
    fields = {"name": "Nora Blom", "email": "nora@example.com", "password": PASSWORD} | changed
    return post(client, "/register", **fields)


def person(email: str = "nora@example.com") -> User | None:
    return db.session.scalar(select(User).where(User.email == email))


def test_joining_makes_a_new_person_and_sends_a_link(client: FlaskClient) -> None:
    answer = join(client)
    assert answer.headers["Location"] == "/register/inbox"
    nora = person()
    assert nora is not None
    assert (nora.name, nora.role, nora.confirmed_at) == ("Nora Blom", Role.NEW, None)
    assert nora.password is not None
    assert PASSWORD not in nora.password
    (mail,) = mails_to("nora@example.com")
    assert link_in(mail).startswith("/confirm/")
    assert "href" in mail.html


def test_the_link_changes_nothing_until_its_button_is_pressed(client: FlaskClient) -> None:
    join(client)
    link = link_in(mails_to("nora@example.com")[0])
    page = client.get(link)
    assert page.status_code == 200
    assert "Confirm and sign in" in page.text
    assert person().confirmed_at is None  # type: ignore[union-attr]
    post(client, link)
    assert person().confirmed_at is not None  # type: ignore[union-attr]


def test_after_confirming_one_lands_where_one_was_going(app: Flask, client: FlaskClient) -> None:
    assert 'value="/ask?category=hub"' in client.get("/register?next=/ask?category%3Dhub").text
    join(client, onward="/ask?category=hub")
    link = link_in(mails_to("nora@example.com")[0])
    elsewhere = app.test_client()  # mails are often opened in another browser
    page = elsewhere.get(link)
    assert 'name="next" value="/ask?category=hub"' in page.text
    answer = post(elsewhere, link, next="/ask?category=hub")
    assert answer.headers["Location"] == "/ask?category=hub"
    assert elsewhere.get("/settings").status_code == 200


def test_confirming_twice_leads_to_the_sign_in_page(client: FlaskClient, app: Flask) -> None:
    join(client)
    link = link_in(mails_to("nora@example.com")[0])
    post(client, link)
    assert "/login" in app.test_client().get(link).headers["Location"]


@pytest.mark.parametrize("way", ["expired", "broken"])
def test_a_link_that_does_not_work_offers_another(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    join(client)
    link = link_in(mails_to("nora@example.com")[0])
    if way == "expired":
        monkeypatch.setitem(app.config, "SECURITY_CONFIRM_EMAIL_WITHIN", timedelta(seconds=-1))
    else:
        link = link[:-3]
    page = client.get(link)
    assert page.status_code == 400
    assert "Send a new link" in page.text
    assert person().confirmed_at is None  # type: ignore[union-attr]


def test_the_page_does_not_tell_that_an_address_has_an_account(
    client: FlaskClient, app: Flask, wanda: User
) -> None:
    fresh = join(client)
    known = join(app.test_client(), name="Somebody Else", email="wanda@example.com")
    assert (fresh.status_code, fresh.headers["Location"]) == (
        known.status_code,
        known.headers["Location"],
    )
    assert db.session.scalar(select(func.count()).select_from(User)) == 2
    (mail,) = mails_to("wanda@example.com")
    assert "already" in mail.subject


def test_a_mailbox_hears_only_once_an_hour_that_somebody_tried_its_address(
    app: Flask, wanda: User
) -> None:
    for number in range(3):
        join(app.test_client(), name=f"Stranger {number}", email="wanda@example.com")
    assert len(mails_to("wanda@example.com")) == 1


@pytest.mark.parametrize("name", ["wanda_k", "Wаnda K", "W", "<script>", "Moderator", ""])
def test_a_name_that_cannot_be_taken_is_explained(
    client: FlaskClient, wanda: User, name: str
) -> None:
    answer = join(client, name=name)
    assert "errors-summary" in answer.text
    assert 'value="nora@example.com"' in answer.text
    assert person() is None


@pytest.mark.parametrize(
    "password", ["short", "nora@example.com", "Nora Blom", "aaaaaaaaaa", "password123", "x" * 501]
)
def test_a_password_everybody_would_guess_is_refused(client: FlaskClient, password: str) -> None:
    assert "errors-summary" in join(client, password=password).text
    assert person() is None


def test_two_at_once_for_one_name_leave_one(
    client: FlaskClient, make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.user("Nora Blom", email="first@example.com")
    monkeypatch.setattr("forum.accounts.forms.is_name_taken", lambda *_: False)
    monkeypatch.setattr("forum.accounts.actions.is_name_taken", lambda *_: False)
    assert join(client).status_code == 409
    assert person() is None


def test_the_link_can_be_sent_again_and_the_page_tells_nothing(
    client: FlaskClient, wanda: User
) -> None:
    join(client)
    pages = [
        post(client, "/confirm", email=email).text.replace(email, "…")
        for email in ("nora@example.com", "wanda@example.com", "nobody@example.com")
    ]
    texts = {_without_tokens(page) for page in pages}
    assert len(texts) == 1
    assert len(mails_to("nora@example.com")) == 2
    assert mails_to("wanda@example.com") == []


def _without_tokens(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrf" not in line)


def test_mail_comes_in_the_language_of_the_page(client: FlaskClient) -> None:
    client.set_cookie("language", "ru", domain=HOST)
    join(client)
    assert person().language == "ru"  # type: ignore[union-attr]


def test_registering_hands_the_visitors_key_on(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[object] = []
    monkeypatch.setattr("forum.accounts.actions.publish", heard.append)
    with client.session_transaction() as session:
        session["visitor"] = "a-random-token"
    join(client)
    assert heard == [PersonRegistered(person().id, "a-random-token")]  # type: ignore[union-attr]
