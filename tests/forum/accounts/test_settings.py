"""What people decide about their own account."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts import actions, queries
from forum.accounts.models import FormerName, SignInSession, User
from forum.accounts.names import skeleton
from forum.core import outbox
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.permissions import Role
from tests.browser import post
from tests.factories import PASSWORD, Factory, sign_in


@pytest.fixture
def browser(client: FlaskClient, wanda: User) -> FlaskClient:
    """Wanda's."""
    sign_in(client, wanda)
    return client


def test_the_settings_are_for_whoever_is_signed_in(client: FlaskClient) -> None:
    for page in ("/settings", "/settings/security", "/settings/account", "/settings/export.json"):
        assert client.get(page).headers["Location"].startswith("/login?next=")


def test_a_bio_is_shown_as_it_was_typed(browser: FlaskClient, wanda: User) -> None:
    post(browser, "/settings/bio", page="/settings", bio="  I like <b>hubs</b>.  ")
    assert wanda.bio == "I like <b>hubs</b>."
    assert "I like &lt;b&gt;hubs&lt;/b&gt;." in browser.get("/u/Wanda_K").text


def test_a_bio_that_is_too_long_is_kept_in_the_form(browser: FlaskClient, wanda: User) -> None:
    answer = post(browser, "/settings/bio", page="/settings", bio="long " * 200)
    assert answer.status_code == 400
    assert "long long" in answer.text
    assert wanda.bio == ""


def test_preferences_are_kept(browser: FlaskClient, wanda: User) -> None:
    fields = {"language": "ru", "theme": "dark"}
    post(browser, "/settings/preferences", page="/settings", **fields)
    assert (wanda.language, wanda.theme, wanda.wants_mail) == ("ru", "dark", False)


def test_preferences_that_are_not_offered_are_refused(browser: FlaskClient) -> None:
    fields = {"language": "xx", "theme": "dark"}
    assert post(browser, "/settings/preferences", page="/settings", **fields).status_code == 400


def test_a_new_name_leaves_the_old_one_leading_there(browser: FlaskClient, wanda: User) -> None:
    post(browser, "/settings/name", page="/settings", name="Vera  Lund")
    assert wanda.name == "Vera Lund"
    answer = browser.get("/u/Wanda_K")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/u/Vera_Lund")
    assert queries.is_name_taken("wandak")


def test_a_name_changes_once_a_month(
    browser: FlaskClient, wanda: User, turn_clock: Callable[[timedelta], None]
) -> None:
    post(browser, "/settings/name", page="/settings", name="Vera Lund")
    refused = post(browser, "/settings/name", page="/settings", name="Third Name")
    assert refused.status_code == 409
    assert "You can change it again after" in refused.text
    turn_clock(timedelta(days=31))
    sign_in(browser, wanda)
    post(browser, "/settings/name", page="/settings", name="Third Name")
    assert wanda.name == "Third Name"


def test_one_may_go_back_to_ones_own_old_name(
    wanda: User, turn_clock: Callable[[timedelta], None]
) -> None:
    actions.rename(wanda.id, "Vera Lund")
    turn_clock(timedelta(days=31))
    actions.rename(wanda.id, "Wanda K")
    db.session.refresh(wanda)
    assert wanda.name == "Wanda K"
    kept = db.session.scalars(select(FormerName.name_skeleton)).all()
    assert kept == [skeleton("Vera Lund")]


def test_another_spelling_of_ones_name_is_always_free(browser: FlaskClient, wanda: User) -> None:
    for name in ("wanda k", "Wanda-K"):
        post(browser, "/settings/name", page="/settings", name=name)
        assert wanda.name == name


def test_nobody_takes_a_name_somebody_has_or_had(wanda: User, make: Factory) -> None:
    other = make.user("Vera Lund")
    actions.rename(other.id, "Somebody New")
    for name in ("Vera Lund", "SOMEBODY new"):
        with pytest.raises(Refused):
            actions.rename(wanda.id, name)


def test_deleting_an_account_needs_the_password(browser: FlaskClient, wanda: User) -> None:
    answer = post(browser, "/settings/account/delete", page="/settings/account", password="guess")
    assert answer.status_code == 400
    assert wanda.deleted_at is None


def test_a_deleted_account_leaves_posts_and_nothing_that_names_the_person(
    app: Flask, browser: FlaskClient, wanda: User, make: Factory
) -> None:
    elsewhere = make.signed_in(wanda)
    thread = make.thread(author=wanda)
    outbox.queue_mail("k1", "wanda@example.com", "Hello", "Text", user_id=wanda.id)
    outbox.queue_mail("k2", "wanda@example.com", "Hello", "Text")
    db.session.commit()
    actions.rename(wanda.id, "Vera Lund")
    answer = post(browser, "/settings/account/delete", page="/settings/account", password=PASSWORD)
    assert answer.headers["Location"] == "/"
    db.session.refresh(wanda)
    assert (wanda.name, wanda.email, wanda.password, wanda.active) == (
        "Former member",
        None,
        None,
        False,
    )
    for client in (browser, elsewhere):
        assert client.get("/settings").status_code == 302
    for model in (SignInSession, FormerName, outbox.OutboxMail):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0
    for address in ("/u/Wanda_K", "/u/Vera_Lund", "/u/Former_member"):
        assert app.test_client().get(address).status_code == 404
    page = app.test_client().get(f"/t/{thread.id}/{thread.slug}").text
    assert "Former member" in page
    assert "Vera" not in page
    again = post(app.test_client(), "/login", email="wanda@example.com", password=PASSWORD)
    assert again.status_code == 400


def test_names_of_those_who_left_are_free_again(wanda: User) -> None:
    actions.leave(wanda.id)
    assert not queries.is_name_taken("Wanda K")


def test_two_people_may_leave(wanda: User, make: Factory) -> None:
    for person in (wanda, make.user()):
        actions.leave(person.id)


def test_the_last_admin_stays(make: Factory) -> None:
    admin = make.user(role="admin")
    with pytest.raises(Refused):
        actions.leave(admin.id)
    db.session.refresh(admin)
    assert admin.deleted_at is None
    make.user(role=Role.ADMIN.value)
    actions.leave(admin.id)
