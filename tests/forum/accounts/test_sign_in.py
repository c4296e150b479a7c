"""Signing in and out through the pages."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security.utils import hash_password

from forum.accounts.models import User
from tests.browser import post, token_on
from tests.factories import PASSWORD, Factory

NOT_RIGHT = "The e-mail address or the password is not right."


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/settings/security").status_code == 200


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]
    return post(client, "/login", email=email, password=password, **more)


def test_the_right_password_signs_in(client: FlaskClient, wanda: User) -> None:
    answer = sign_in(client, "wanda@example.com")
    assert answer.headers["Location"] == "/"
    assert is_signed_in(client)


def test_the_address_may_be_typed_in_any_case(client: FlaskClient, wanda: User) -> None:
    sign_in(client, " Wanda@Example.COM ")
    assert is_signed_in(client)


def test_signing_in_leads_on_to_where_one_was_going(client: FlaskClient, wanda: User) -> None:
    answer = sign_in(client, "wanda@example.com", next="/ask?category=hub")
    assert answer.headers["Location"] == "/ask?category=hub"


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_signing_in_never_leads_off_the_site(client: FlaskClient, wanda: User, target: str) -> None:
    answer = sign_in(client, "wanda@example.com", next=target)
    location = answer.headers.get("Location", "/")
    assert not location.startswith(("http", "//", "/\\"))


def test_wrong_password_and_unknown_address_get_the_same_answer(
    client: FlaskClient, wanda: User
) -> None:
    wrong = sign_in(client, "wanda@example.com", "not the password")
    unknown = sign_in(client, "nobody@example.com", "not the password")
    assert NOT_RIGHT in wrong.text
    assert NOT_RIGHT in unknown.text
    assert wrong.status_code == unknown.status_code == 400
    assert not is_signed_in(client)


def test_a_placeholder_of_an_import_never_signs_in(
    app: Flask, make: Factory, client: FlaskClient
) -> None:
    make.user("Old Hand", email=None, active=False, password=hash_password(PASSWORD))
    for email in ("", "None", "old hand"):
        sign_in(client, email)
        assert not is_signed_in(client)


def test_who_proved_the_password_learns_that_the_account_is_suspended(
    client: FlaskClient, make: Factory
) -> None:
    make.user("Sid", email="sid@example.com", active=False, password=hash_password(PASSWORD))
    assert "suspended" in sign_in(client, "sid@example.com").text
    assert "suspended" not in sign_in(client, "sid@example.com", "not the password").text
    assert not is_signed_in(client)


def test_who_proved_the_password_learns_that_the_address_is_not_confirmed(
    client: FlaskClient, make: Factory
) -> None:
    make.user("Nia", email="nia@example.com", confirmed_at=None, password=hash_password(PASSWORD))
    assert "Confirm your address first" in sign_in(client, "nia@example.com").text
    assert "Confirm" not in sign_in(client, "nia@example.com", "not the password").text
    assert not is_signed_in(client)


def test_signing_out_is_a_form_and_ends_the_session(client: FlaskClient, wanda: User) -> None:
    sign_in(client, "wanda@example.com")
    assert client.get("/logout").status_code == 405
    assert is_signed_in(client)
    assert post(client, "/logout", page="/settings").status_code == 302
    assert not is_signed_in(client)


def test_forms_without_a_token_are_refused(client: FlaskClient, wanda: User) -> None:
    fields = {"email": "wanda@example.com", "password": PASSWORD}
    assert client.post("/login", data=fields).status_code == 400
    assert not is_signed_in(client)


def test_json_has_no_business_in_the_sign_in_pages(client: FlaskClient, wanda: User) -> None:
    fields = {"email": "wanda@example.com", "password": PASSWORD}
    token = token_on(client, "/login")
    for body in (fields, [1, 2]):
        answer = client.post("/login", json=body, headers={"X-CSRFToken": token})
        assert answer.status_code == 400
    assert not is_signed_in(client)


def test_no_token_in_the_address_signs_in(app: Flask, client: FlaskClient, wanda: User) -> None:
    with app.test_request_context():
        token = wanda.get_auth_token()
    assert client.get(f"/settings?auth_token={token}").status_code == 302
    headers = {"Authentication-Token": str(token)}
    assert client.get("/settings", headers=headers).status_code == 302


def test_staying_signed_in_is_a_choice(client: FlaskClient, wanda: User) -> None:
    until_closed = sign_in(client, "wanda@example.com")
    assert "Expires" not in _session_cookie(until_closed)
    post(client, "/logout", page="/settings")
    kept = sign_in(client, "wanda@example.com", remember="y")
    assert "Expires" in _session_cookie(kept)
    assert client.get_cookie("remember_token") is None


def _session_cookie(answer) -> str:  # type: ignore[no-untyped-def]
    return next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("session="))


def test_the_commands_of_the_package_are_not_there(app: Flask) -> None:
    assert "users" not in app.cli.commands
    assert "roles" not in app.cli.commands


def test_a_demo_offers_its_sign_ins(
    app: Flask, client: FlaskClient, wanda: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = app.jinja_env.globals["site"]
    monkeypatch.setitem(app.jinja_env.globals, "site", type(site)(site.url, True))
    monkeypatch.setitem(
        app.extensions,
        "demo_sign_ins",
        lambda: [("member", "Wanda K", "wanda@example.com", PASSWORD)],
    )
    page = client.get("/login").text
    assert f'name="password" value="{PASSWORD}"' in page
    assert "Wanda K" in page
