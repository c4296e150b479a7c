"""Profiles and the list of people."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.threads.models import Thread
from tests.factories import Factory, sign_in


@pytest.fixture
def wanda(app: Flask, make: Factory) -> User:
    return make.user("Wanda K", bio="Two hubs, one cat.")


def test_a_profile_shows_who_somebody_is(client: FlaskClient, make: Factory) -> None:
    make.user("Dana Whitlock", role="rep", title="Hub team", bio="Wi-Fi & firmware")
    page = client.get("/u/Dana_Whitlock").text
    for words in ("Dana Whitlock", "Hub team", "Wi-Fi &amp; firmware", "Joined", "DW"):
        assert words in page


@pytest.mark.parametrize("spelling", ["wanda_k", "Wanda K", "WANDA-K", "wandak", "Wаnda_K"])
def test_any_spelling_leads_to_the_one_address(
    client: FlaskClient, wanda: User, spelling: str
) -> None:
    answer = client.get(f"/u/{spelling}")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/u/Wanda_K")
    answer = client.get(f"/u/{spelling}/answers")
    assert answer.headers["Location"] == "/u/Wanda_K/answers"


@pytest.mark.parametrize("name", ["nobody", "-", "%20", "x" * 400, "ß" * 50])
def test_nobody_is_not_found(client: FlaskClient, name: str) -> None:
    assert client.get(f"/u/{name}").status_code == 404


def test_a_name_in_any_script_has_an_address(client: FlaskClient, make: Factory) -> None:
    make.user("Павел Громов")
    assert client.get("/u/Павел_Громов").status_code == 200


def test_the_two_tabs_list_questions_and_answers(
    client: FlaskClient, make: Factory, wanda: User
) -> None:
    make.thread(title="Wandas question", author=wanda)
    other = make.thread(title="Somebody elses question")
    answer = make.answer(other, "Turn the **radio** off.", author=wanda)
    asked = client.get("/u/Wanda_K").text
    assert "Wandas question" in asked
    assert "Somebody elses question" not in asked
    answered = client.get("/u/Wanda_K/answers").text
    assert "Somebody elses question" in answered
    assert "Turn the radio off." in answered
    assert f"/p/{answer.id}" in answered
    assert "Wandas question" not in answered


def test_of_whoever_only_answers_the_answers_come_first(
    client: FlaskClient, make: Factory, wanda: User
) -> None:
    make.answer(make.thread(title="Somebody elses question"), author=wanda)
    assert "Somebody elses question" in client.get("/u/Wanda_K").text


def test_what_is_for_staff_only_shows_on_profiles_to_staff_only(
    client: FlaskClient, make: Factory, wanda: User
) -> None:
    rep = make.user("Rita", role="rep")
    inside = make.thread(
        title="Among ourselves", author=rep, category=make.category("inside", audience="staff")
    )
    make.answer(inside, "Quietly said", author=rep)
    for page in ("/u/Rita", "/u/Rita/answers"):
        assert "Among ourselves" not in client.get(page).text
        assert "Quietly said" not in client.get(page).text
    assert _counts(client.get("/u/Rita").text) == ["0", "0"]
    staff = make.signed_in(rep)
    assert "Among ourselves" in staff.get("/u/Rita").text
    assert "Quietly said" in staff.get("/u/Rita/answers").text
    assert _counts(staff.get("/u/Rita").text) == ["1", "1"]


def _counts(page: str) -> list[str]:
    """The numbers on the two tabs."""
    tabs = page.split('class="tabs"')[1].split("</nav>")[0]
    return re.findall(r'class="count[^"]*">(\d+)', tabs)


def test_what_was_deleted_or_hidden_is_gone_from_the_profile(
    client: FlaskClient, make: Factory, wanda: User
) -> None:
    thread = make.thread(title="Gone question", author=wanda)
    kept = make.thread(title="Kept question")
    answer = make.answer(kept, "Hidden words", author=wanda)
    thread.deleted_at = answer.hidden_at = clock.now()
    db.session.commit()
    for page in ("/u/Wanda_K", "/u/Wanda_K/answers"):
        text = client.get(page).text
        assert "Gone question" not in text
        assert "Hidden words" not in text
    sign_in(client, wanda)
    assert "Gone question" in client.get("/u/Wanda_K").text


@pytest.mark.parametrize("tab", ["", "/answers"])
def test_long_lists_come_page_by_page(
    client: FlaskClient, make: Factory, wanda: User, tab: str
) -> None:
    began = clock.now() - timedelta(days=1)
    asker = make.user()
    for number in range(27):
        at = began + timedelta(minutes=number)
        thread = make.thread(title=f"Question {number:02}", author=asker if tab else wanda, at=at)
        if tab:
            make.answer(thread, author=wanda, at=at)
    first = client.get(f"/u/Wanda_K{tab}").text
    assert ("Question 26" in first, "Question 02" in first, "Question 01" in first) == (
        True,
        True,
        False,
    )
    older = first.split('rel="next"')[0].split('href="')[-1].split('"')[0].replace("&amp;", "&")
    second = client.get(older).text
    assert ("Question 02" in second, "Question 01" in second, "Question 00" in second) == (
        False,
        True,
        True,
    )
    assert client.get(f"/u/Wanda_K{tab}?after=rubbish").status_code == 400


def test_the_list_of_people_begins_with_the_team(
    client: FlaskClient, make: Factory, wanda: User
) -> None:
    make.user("Rita", role="rep", title="Hub team")
    make.user("Amira", role="ambassador")
    make.user("Silent")
    make.user("Left", role="rep", active=False)
    make.answer(make.thread(author=wanda), author=make.user("Helpful"))
    page = client.get("/people").text
    places = [page.index(name) for name in ("Rita", "Amira", "Helpful")]
    assert places == sorted(places)
    for name in ("Silent", "Left", "Wanda K"):
        assert name not in page


def test_the_helpers_come_page_by_page(client: FlaskClient, make: Factory) -> None:
    thread = make.thread()
    for number in range(27):
        joined = clock.now() - timedelta(days=number)
        make.answer(thread, author=make.user(f"Helper {number:02}", joined_at=joined))
    first = client.get("/people?sort=newest").text
    assert ("Helper 24" in first, "Helper 25" in first) == (True, False)
    older = first.split('rel="next"')[0].split('href="')[-1].split('"')[0].replace("&amp;", "&")
    second = client.get(older).text
    assert ("Helper 24" in second, "Helper 25" in second) == (False, True)


@pytest.mark.parametrize(
    "page", ["/u/Wanda_K", "/u/Wanda_K/answers", "/people", "/settings/security"]
)
def test_pages_ask_the_database_little_however_long_they_are(
    client: FlaskClient,
    make: Factory,
    wanda: User,
    statements: Callable[[], list[str]],
    page: str,
) -> None:
    sign_in(client, wanda)
    thread: Thread | None = None
    for _ in range(6):
        thread = make.thread(author=wanda)
        make.answer(thread, author=wanda)
        make.answer(thread)
        make.signed_in(wanda)
    statements()
    assert client.get(page).status_code == 200
    asked = statements()
    assert len(asked) <= 8, asked
