"""Forgotten and changed passwords."""

from flask import Flask
from flask.testing import FlaskClient

from forum.accounts.models import User
from tests.browser import post
from tests.factories import PASSWORD, Factory, sign_in
from tests.forum.accounts.conftest import link_in, mails_to

NEW = "a new and better one"


def can_sign_in(app: Flask, password: str) -> bool:
    client = app.test_client()
    post(client, "/login", email="wanda@example.com", password=password)
    return client.get("/settings").status_code == 200


def asked_for(client: FlaskClient, email: str) -> str:
    page = post(client, "/reset", email=email).text
    return "\n".join(line for line in page.splitlines() if "csrf" not in line).replace(email, "…")


def test_asking_for_a_link_tells_nothing_about_accounts(
    client: FlaskClient, wanda: User, make: Factory
) -> None:
    make.user("Sid", email="sid@example.com", active=False)
    make.user("Nia", email="nia@example.com", confirmed_at=None)
    answers = {
        asked_for(client, email)
        for email in (
            "wanda@example.com",
            "nobody@example.com",
            "sid@example.com",
            "nia@example.com",
        )
    }
    assert len(answers) == 1
    assert len(mails_to("wanda@example.com")) == 1
    assert mails_to("sid@example.com") == []
    assert link_in(mails_to("nia@example.com")[0]).startswith("/confirm/")


def test_the_link_sets_a_new_password_once(app: Flask, client: FlaskClient, wanda: User) -> None:
    post(client, "/reset", email="wanda@example.com")
    link = link_in(mails_to("wanda@example.com")[0])
    assert client.get(link).status_code == 200
    assert can_sign_in(app, PASSWORD)
    post(client, link, password=NEW, password_confirm=NEW)
    assert can_sign_in(app, NEW)
    assert not can_sign_in(app, PASSWORD)
    assert client.get(link).headers["Location"] == "/reset"
    assert "changed" in mails_to("wanda@example.com")[-1].subject


def test_a_new_password_by_link_ends_every_session(
    app: Flask, client: FlaskClient, wanda: User, make: Factory
) -> None:
    elsewhere = make.signed_in(wanda)
    post(client, "/reset", email="wanda@example.com")
    link = link_in(mails_to("wanda@example.com")[0])
    post(client, link, password=NEW, password_confirm=NEW)
    assert elsewhere.get("/settings").status_code == 302


def test_two_different_new_passwords_are_not_taken(client: FlaskClient, wanda: User) -> None:
    post(client, "/reset", email="wanda@example.com")
    link = link_in(mails_to("wanda@example.com")[0])
    answer = post(client, link, password=NEW, password_confirm="another")
    assert "The two are not the same." in answer.text


def test_changing_the_password_ends_the_other_sessions(
    app: Flask, client: FlaskClient, wanda: User, make: Factory
) -> None:
    elsewhere = make.signed_in(wanda)
    sign_in(client, wanda)
    answer = post(client, "/change", password=PASSWORD, new_password=NEW, new_password_confirm=NEW)
    assert answer.status_code == 302
    assert client.get("/settings").status_code == 200
    assert elsewhere.get("/settings").status_code == 302
    assert can_sign_in(app, NEW)


def test_changing_needs_the_password_of_now(client: FlaskClient, wanda: User) -> None:
    sign_in(client, wanda)
    answer = post(client, "/change", password="guess", new_password=NEW, new_password_confirm=NEW)
    assert "This is not your password." in answer.text
