"""Two-factor sign-in with an app, and the codes for the day it is lost."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from passlib.totp import TOTP

from forum.accounts.models import User
from forum.core.db import db
from tests.browser import post, token_on
from tests.factories import PASSWORD, sign_in

NOON = 1_800_000_015.0  # the middle of a code's half minute


class Phone:
    """An authenticator app, and the clock it shares with the site."""

    def __init__(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        self.time = NOON
        self.key = ""
        factory = app.extensions["security"].totp_factory
        monkeypatch.setattr(factory._totp, "now", lambda: self.time)

    def code(self) -> str:
        return str(TOTP(key=self.key).generate(time=self.time).token)

    def wait(self) -> None:
        """Until the next code."""
        self.time += 30


@pytest.fixture
def phone(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Phone]:
    return Phone(app, monkeypatch)


def set_up(client: FlaskClient, phone: Phone) -> None:
    page = post(client, "/tf-setup", setup="authenticator").text
    assert 'src="data:image/svg+xml;base64,' in page
    phone.key = re.search(r"<code>([^<]+)</code>", page).group(1)  # type: ignore[union-attr]
    action = re.search(r'action="(/tf-setup/[^"]+)"', page).group(1)  # type: ignore[union-attr]
    token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)  # type: ignore[union-attr]
    client.post(action, data={"csrf_token": token, "code": phone.code()})
    phone.wait()


def recovery_codes(client: FlaskClient) -> list[str]:
    page = post(client, "/mf-recovery-codes", generate_new_codes="1").text
    return re.findall(r"<li><code>([^<]+)</code></li>", page)


def with_password(app: Flask) -> FlaskClient:
    """A browser after the first of two steps."""
    client = app.test_client()
    answer = post(client, "/login", email="wanda@example.com", password=PASSWORD, next="/ask")
    assert answer.headers["Location"].startswith("/tf-validate")
    return client


def is_in(client: FlaskClient) -> bool:
    return client.get("/settings").status_code == 200


def enter(client: FlaskClient, code: str):  # type: ignore[no-untyped-def]
    return post(client, "/tf-validate?next=/ask", code=code)


def test_signing_in_asks_for_a_code_once_it_is_set_up(
    app: Flask, client: FlaskClient, wanda: User, phone: Phone
) -> None:
    sign_in(client, wanda)
    set_up(client, phone)
    assert wanda.tf_primary_method == "authenticator"
    browser = with_password(app)
    assert not is_in(browser)
    assert enter(browser, phone.code()).headers["Location"] == "/ask"
    assert is_in(browser)


def test_a_wrong_code_switches_nothing_on(client: FlaskClient, wanda: User, phone: Phone) -> None:
    sign_in(client, wanda)
    phone.key = TOTP.new().pretty_key()
    page = post(client, "/tf-setup", setup="authenticator").text
    action = re.search(r'action="(/tf-setup/[^"]+)"', page).group(1)  # type: ignore[union-attr]
    client.post(action, data={"csrf_token": token_on(client, "/settings"), "code": "000000"})
    db.session.refresh(wanda)
    assert wanda.tf_primary_method is None


def test_a_code_works_once(app: Flask, client: FlaskClient, wanda: User, phone: Phone) -> None:
    sign_in(client, wanda)
    set_up(client, phone)
    code = phone.code()
    assert enter(with_password(app), code).status_code == 302
    watcher = with_password(app)
    assert "This code is not right" in enter(watcher, code).text
    assert not is_in(watcher)


def test_an_old_code_does_not_work(
    app: Flask, client: FlaskClient, wanda: User, phone: Phone
) -> None:
    sign_in(client, wanda)
    set_up(client, phone)
    old = phone.code()
    for _ in range(3):
        phone.wait()
    assert "This code is not right" in enter(with_password(app), old).text


def test_the_second_step_needs_the_first(client: FlaskClient, wanda: User) -> None:
    for page in ("/tf-validate", "/mf-recovery", "/tf-rescue"):
        assert "/login" in client.get(page).headers["Location"]


def test_looking_at_the_second_step_signs_nobody_out(client: FlaskClient, wanda: User) -> None:
    sign_in(client, wanda)
    assert client.get("/tf-validate").headers["Location"] == "/settings/security"
    assert is_in(client)


def test_every_page_of_the_second_step_is_ours(
    app: Flask, client: FlaskClient, wanda: User, phone: Phone
) -> None:
    sign_in(client, wanda)
    set_up(client, phone)
    browser = with_password(app)
    for page in ("/tf-validate", "/tf-rescue", "/mf-recovery"):
        assert 'class="form-card"' in browser.get(page).text
    assert 'class="form-card"' in post(browser, "/tf-rescue", help_setup="help").text


def test_a_recovery_code_signs_in_once(
    app: Flask, client: FlaskClient, wanda: User, phone: Phone
) -> None:
    sign_in(client, wanda)
    set_up(client, phone)
    codes = recovery_codes(client)
    assert len(codes) == 8
    browser = with_password(app)
    assert post(browser, "/mf-recovery?next=/ask", code=codes[0].upper()).status_code == 302
    assert is_in(browser)
    assert "7 recovery codes are left" in browser.get("/settings/security").text
    again = with_password(app)
    assert "not right, or was used" in post(again, "/mf-recovery", code=codes[0]).text
    assert not is_in(again)


def test_recovery_codes_are_kept_as_hashes_and_shown_once(
    client: FlaskClient, wanda: User, phone: Phone
) -> None:
    sign_in(client, wanda)
    set_up(client, phone)
    codes = recovery_codes(client)
    db.session.refresh(wanda)
    assert not any(code in wanda.mf_recovery_codes_text for code in codes)
    assert not any(code in client.get("/mf-recovery-codes?show_codes=1").text for code in codes)


def test_the_page_of_the_second_step_offers_the_way_out(
    app: Flask, client: FlaskClient, wanda: User, phone: Phone
) -> None:
    sign_in(client, wanda)
    set_up(client, phone)
    recovery_codes(client)
    page = with_password(app).get("/tf-validate")
    assert "Use a recovery code" in page.text


def test_switching_it_off_forgets_the_recovery_codes(
    app: Flask, client: FlaskClient, wanda: User, phone: Phone
) -> None:
    sign_in(client, wanda)
    set_up(client, phone)
    recovery_codes(client)
    post(client, "/tf-setup", setup="disable")
    db.session.refresh(wanda)
    assert (wanda.tf_primary_method, wanda.mf_recovery_codes) == (None, [])
    answer = post(app.test_client(), "/login", email="wanda@example.com", password=PASSWORD)
    assert answer.headers["Location"] == "/"


def test_deciding_how_to_sign_in_needs_a_fresh_password(client: FlaskClient, wanda: User) -> None:
    sign_in(client, wanda)
    with client.session_transaction() as session:
        session["fs_paa"] = 0
    for page in ("/tf-setup", "/mf-recovery-codes"):
        assert client.get(page).headers["Location"] == f"/verify?next={page}"
    assert post(client, "/verify", password="guess").status_code == 400
    answer = post(client, "/verify?next=/tf-setup", page="/verify", password=PASSWORD)
    assert answer.headers["Location"] == "/tf-setup"
    assert client.get("/tf-setup").status_code == 200
