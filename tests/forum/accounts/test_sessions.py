"""Sessions are rows, and the row decides."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts import sessions
from forum.accounts.models import SignInSession, User
from forum.core.db import db
from tests.browser import HOST, post, token_on
from tests.factories import PASSWORD, Factory, sign_in

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def rows_of(person: User) -> list[SignInSession]:
    statement = select(SignInSession).where(SignInSession.user_id == person.id)
    return list(db.session.scalars(statement.order_by(SignInSession.id)))


def is_in(client: FlaskClient) -> bool:
    return client.get("/settings").status_code == 200


def test_signing_in_writes_a_row_with_the_device(client: FlaskClient, wanda: User) -> None:
    client.post(
        "/login",
        data={
            "email": "wanda@example.com",
            "password": PASSWORD,
            "csrf_token": token_on(client, "/login"),
        },
        headers={"User-Agent": FIREFOX},
    )
    (row,) = rows_of(wanda)
    assert row.device == "Firefox, Linux"
    with client.session_transaction() as session:
        assert row.token_hash == sessions.token_hash(session[sessions.TOKEN])
        assert row.token_hash != session[sessions.TOKEN]


def test_a_cookie_kept_from_before_signing_out_is_refused(
    app: Flask, client: FlaskClient, wanda: User
) -> None:
    sign_in(client, wanda)
    stolen = client.get_cookie("session", domain=HOST)
    assert stolen is not None
    post(client, "/logout", page="/settings")
    thief = app.test_client()
    thief.set_cookie("session", stolen.value, domain=HOST)
    assert not is_in(thief)


def test_every_sign_in_begins_a_new_session(client: FlaskClient, wanda: User) -> None:
    with client.session_transaction() as session:
        session[sessions.TOKEN] = "chosen by an attacker"
    post(client, "/login", email="wanda@example.com", password=PASSWORD)
    with client.session_transaction() as session:
        assert session[sessions.TOKEN] != "chosen by an attacker"
    assert is_in(client)


def test_a_form_drawn_before_signing_in_is_void_after(client: FlaskClient, wanda: User) -> None:
    token = token_on(client, "/login")
    client.post(
        "/login", data={"email": "wanda@example.com", "password": PASSWORD, "csrf_token": token}
    )
    assert client.post("/settings/bio", data={"bio": "x", "csrf_token": token}).status_code == 400


def test_suspension_ends_every_session_at_once(client: FlaskClient, wanda: User) -> None:
    sign_in(client, wanda)
    wanda.active = False
    db.session.commit()
    assert not is_in(client)


def test_the_settings_list_sessions_and_end_one(
    client: FlaskClient, wanda: User, make: Factory
) -> None:
    elsewhere = make.signed_in(wanda)
    sign_in(client, wanda)
    page = client.get("/settings/security").text
    assert page.count("Test browser") == 2
    assert page.count("This one") == 1
    other = rows_of(wanda)[0]
    post(client, f"/settings/sessions/{other.id}/end", page="/settings/security")
    assert not is_in(elsewhere)
    assert is_in(client)


def test_the_settings_end_all_other_sessions(
    client: FlaskClient, wanda: User, make: Factory
) -> None:
    others = [make.signed_in(wanda) for _ in range(2)]
    sign_in(client, wanda)
    post(client, "/settings/sessions/end-others", page="/settings/security")
    assert [is_in(other) for other in others] == [False, False]
    assert is_in(client)


def test_nobody_ends_the_session_of_somebody_else(
    client: FlaskClient, wanda: User, make: Factory
) -> None:
    stranger = make.user()
    elsewhere = make.signed_in(stranger)
    sign_in(client, wanda)
    theirs = rows_of(stranger)[0]
    url = f"/settings/sessions/{theirs.id}/end"
    assert post(client, url, page="/settings/security").status_code == 404
    assert is_in(elsewhere)


def test_last_seen_is_noted_every_ten_minutes_at_most(
    client: FlaskClient, wanda: User, turn_clock: Callable[[timedelta], None]
) -> None:
    sign_in(client, wanda)
    began = rows_of(wanda)[0].last_seen_at
    turn_clock(timedelta(minutes=9))
    assert is_in(client)
    assert rows_of(wanda)[0].last_seen_at == began
    turn_clock(timedelta(minutes=2))
    assert is_in(client)
    assert rows_of(wanda)[0].last_seen_at - began >= timedelta(minutes=11)


def test_a_session_nobody_used_for_a_month_is_over(
    client: FlaskClient, wanda: User, turn_clock: Callable[[timedelta], None]
) -> None:
    sign_in(client, wanda)
    turn_clock(timedelta(days=31))
    assert not is_in(client)


def test_devices_are_named_roughly() -> None:
    safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"
    assert sessions.device_of(safari) == "Safari, iPhone"
    assert sessions.device_of("curl/8.1 <b>") == "curl/8.1 b"
    assert sessions.device_of("") == ""
