"""Who acts, in which language and light, and whose drafts these are."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from forum.accounts import current, owner_key, owner_key_of_visitor, visitor_key
from forum.accounts.events import PersonSignedIn
from forum.accounts.models import User
from forum.core.permissions import Permission
from tests.browser import HOST, post
from tests.factories import PASSWORD, sign_in


def test_a_visitor_may_do_nothing_that_needs_a_name(app: Flask) -> None:
    with app.test_request_context():
        visitor = current.current_actor()
        assert (visitor.id, visitor.is_authenticated, visitor.is_staff) == (None, False, False)
        assert not any(visitor.can(permission) for permission in Permission)


def test_outside_a_request_there_is_only_the_visitor(app: Flask) -> None:
    assert current.current_actor() is current.VISITOR
    assert current.preferred_language() is None


def test_visitors_get_no_cookie_by_reading(client: FlaskClient) -> None:
    for page in ("/people", "/readyz"):
        assert "Set-Cookie" not in client.get(page).headers


def test_a_visitor_has_a_key_only_when_something_must_be_kept(app: Flask) -> None:
    with app.test_request_context():
        visitor = current.current_actor()
        assert owner_key(visitor) is None
        made = owner_key(visitor, create=True)
        assert made == owner_key(visitor)
        assert made == owner_key_of_visitor(visitor_key() or "")
        assert len(made) <= 80
        assert (visitor_key() or "-") not in made


def test_a_persons_key_is_their_id(app: Flask, wanda: User) -> None:
    assert owner_key(wanda) == f"user:{wanda.id}"


def test_signing_in_hands_the_visitors_key_on(
    client: FlaskClient, wanda: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[object] = []
    monkeypatch.setattr("forum.accounts.sessions.publish", heard.append)
    with client.session_transaction() as session:
        session["visitor"] = "a-random-token"
    post(client, "/login", email="wanda@example.com", password=PASSWORD)
    assert heard == [PersonSignedIn(wanda.id, "a-random-token")]


def test_a_visitor_chooses_language_and_light_by_cookie(client: FlaskClient) -> None:
    answer = client.post("/language", data={"language": "ru", "next": "/people"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/people")
    client.post("/theme", data={"theme": "dark"})
    page = client.get("/people").text
    assert 'lang="ru"' in page
    assert 'data-theme="dark"' in page


def test_the_choice_of_a_person_is_stored(client: FlaskClient, wanda: User) -> None:
    sign_in(client, wanda)
    post(client, "/language", page="/settings", language="ru")
    post(client, "/theme", page="/settings", theme="light")
    assert (wanda.language, wanda.theme) == ("ru", "light")
    client.delete_cookie("language", domain=HOST)
    client.delete_cookie("theme", domain=HOST)
    page = client.get("/settings").text
    assert 'lang="ru"' in page
    assert 'data-theme="light"' in page


def test_another_site_chooses_nothing(client: FlaskClient, wanda: User) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert client.post("/theme", data={"theme": "dark"}, headers=headers).status_code == 403
    sign_in(client, wanda)
    assert client.post("/theme", data={"theme": "dark"}).status_code == 400


@pytest.mark.parametrize("path", ["/language", "/theme"])
def test_what_is_not_offered_is_refused(client: FlaskClient, path: str) -> None:
    assert client.post(path, data={path[1:]: "x"}).status_code == 400
    assert client.get(path).status_code == 405


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\\\evil.example"])
def test_a_switch_never_leads_off_the_site(client: FlaskClient, target: str) -> None:
    answer = client.post("/theme", data={"theme": "dark", "next": target})
    assert answer.headers["Location"] == "/"


def test_a_page_about_a_failing_database_is_still_drawn(
    client: FlaskClient, wanda: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, wanda)

    def fail(*_: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("disk I/O error"))

    monkeypatch.setattr("forum.accounts.queries.live_session", fail)
    answer = client.get("/settings")
    assert answer.status_code == 503
    assert "Retry-After" in answer.headers
    assert "Busy for a moment" in answer.text
