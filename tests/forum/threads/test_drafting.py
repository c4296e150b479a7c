"""While somebody writes: drafts that lose no other window's text, previews, people to name."""

import zlib
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.limits import Limit
from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.threads.models import Draft, Thread
from forum.threads.routes import drafting
from tests.browser import post, token_on
from tests.factories import Factory

HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def thread(make: Factory) -> Thread:
    """Something to write in."""
    return make.thread(author=make.user("Wanda K"))


@pytest.fixture
def writer(make: Factory) -> User:
    """Who writes."""
    return make.user("Zoë Writer")


def sum_of(text: str) -> str:
    """How a window says which text it knows."""
    return f"{zlib.crc32(text.encode()):x}"


def save(browser: FlaskClient, thread: Thread, body: str, seen: str) -> dict[str, str]:
    """Let a window keep its text."""
    token = token_on(browser, f"/t/{thread.id}")
    sent = {"csrf_token": token, "body": body, "seen": sum_of(seen)}
    answer = browser.post(f"/drafts/answer:{thread.id}", data=sent)
    assert answer.status_code == 200
    told: dict[str, str] = answer.get_json()
    return told


def test_the_newest_text_is_kept_and_the_other_given_back(
    make: Factory, thread: Thread, writer: User
) -> None:
    desk, phone = make.signed_in(writer), make.signed_in(writer)
    assert save(desk, thread, "From the desk.", seen="")["other"] is None
    told = save(phone, thread, "From the phone.", seen="")
    assert told["other"] == "From the desk."
    assert told["owner"] == writer.id
    kept = db.session.scalars(select(Draft.fields)).one()
    assert kept == {"body": "From the phone."}


def test_a_window_goes_on_with_its_own_text(make: Factory, thread: Thread, writer: User) -> None:
    browser = make.signed_in(writer)
    save(browser, thread, "Ж", seen="")
    assert save(browser, thread, "Жд", seen="Ж")["other"] is None


def test_discarding_leads_back_to_where_it_was_written(
    make: Factory, thread: Thread, writer: User
) -> None:
    browser = make.signed_in(writer)
    save(browser, thread, "Words.", seen="")
    answer = post(browser, f"/drafts/answer:{thread.id}/delete", f"/t/{thread.id}")
    assert answer.location == f"/t/{thread.id}"
    assert db.session.scalars(select(Draft)).all() == []


def test_a_script_is_told_where_to_go_instead_of_being_led_there(
    make: Factory, thread: Thread, writer: User
) -> None:
    browser = make.signed_in(writer)
    token = token_on(browser, f"/t/{thread.id}")
    sent = {"csrf_token": token, "body": "Restart it."}
    url = f"/t/{thread.id}/answers"
    answer = browser.post(url, data=sent, headers={"X-Keep-Page": "1"})
    assert (answer.status_code, answer.location) == (204, None)
    assert answer.headers["X-Go-To"].startswith("/p/")


def test_a_preview_without_scripts_can_be_sent_from(
    make: Factory, thread: Thread, writer: User
) -> None:
    browser = make.signed_in(writer)
    to = f"/t/{thread.id}/answers"
    linked = f"**Look** at /t/{thread.id}/ and [there](/t/{thread.id}/x)"
    shown = post(browser, f"/preview?to={to}", f"/t/{thread.id}", body=linked, version="5.2")
    assert "<strong>Look</strong>" in shown.text
    assert f'action="{to}"' in shown.text
    assert 'name="version" value="5.2"' in shown.text
    assert 'class="link-card"' in shown.text
    elsewhere = post(browser, "/preview?to=//evil.example", f"/t/{thread.id}", body="Words.")
    assert 'action="//evil.example"' not in elsewhere.text


def test_a_stale_form_comes_back_with_its_text_and_a_fresh_token(
    make: Factory, thread: Thread, writer: User
) -> None:
    browser = make.signed_in(writer)
    sent = {"csrf_token": "old", "body": "All <my> words.", "version": "5.2"}
    url = f"/t/{thread.id}/answers"
    answer = browser.post(url, data=sent, headers=HERE)
    assert answer.status_code == 400
    assert "All &lt;my&gt; words." in answer.text
    assert f'data-viewer="{writer.id}"' in answer.text
    assert f'action="{url}"' in answer.text


def test_a_page_elsewhere_gets_no_form_that_works(
    make: Factory, thread: Thread, writer: User
) -> None:
    browser = make.signed_in(writer)
    sent = {"csrf_token": "", "body": "Spam."}
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        answer = browser.post(f"/t/{thread.id}/answers", data=sent, headers=headers)
        assert answer.status_code == 400
        assert "csrf_token" not in answer.text
        assert "csrf-token" not in answer.text


def test_whoever_was_signed_out_while_editing_finds_the_text_again(
    make: Factory, thread: Thread, writer: User
) -> None:
    answer = make.answer(thread, author=writer)
    visitor = make.app.test_client()
    token = token_on(visitor, "/ask")
    sent = {"csrf_token": token, "body": "Better words.", "based_on": "1"}
    led = visitor.post(f"/p/{answer.id}/edit", data=sent)
    assert led.location.startswith("/login")
    assert db.session.scalars(select(Draft.fields)).one()["body"] == "Better words."


def names(browser: FlaskClient, query: str) -> list[str]:
    """Whom the list offers, in its order."""
    page = browser.get(f"/mentions?{query}")
    assert page.status_code == 200
    return [part.split('"')[0] for part in page.text.split('data-word="')[1:]]


def test_who_wrote_in_the_thread_is_offered_first(
    make: Factory, thread: Thread, writer: User
) -> None:
    make.user("Anna Wanders")
    browser = make.signed_in(writer)
    assert names(browser, f"thread={thread.id}&q=wan") == ["Wanda_K", "Anna_Wanders"]
    assert names(browser, f"thread={thread.id}&q=") == ["Wanda_K"]
    assert names(browser, "q=") == []


def test_a_word_that_is_offered_names_the_person(make: Factory, writer: User) -> None:
    person = make.user("Liam O'Rourke")
    (word,) = names(make.signed_in(writer), "q=orou")
    made = make.answer(make.thread(), f"Ask @{word} about it.")
    assert f"/u/{person.address}".replace("'", "&#39;") in made.html.replace(
        "%27", "&#39;"
    ).replace("'", "&#39;")


def test_people_who_left_or_never_confirmed_are_not_offered(make: Factory, writer: User) -> None:
    make.user("Gone Gary", deleted_at=clock.now() - timedelta(days=1))
    make.user("Waiting Gary", confirmed_at=None)
    assert names(make.signed_in(writer), "q=gary") == []


def test_the_list_tells_no_address_of_anybody(make: Factory, writer: User) -> None:
    make.user("Mail Marta", email="marta@secret.example")
    assert "secret" not in make.signed_in(writer).get("/mentions?q=marta").text


def test_in_the_teams_own_threads_only_the_team_is_offered(make: Factory) -> None:
    rep = make.user("Rep Rita", role="rep")
    make.user("Member Rolf")
    make.user("Rep Rolf", role="rep")
    thread = make.thread(author=rep, category=make.category("team", audience="staff"))
    assert names(make.signed_in(rep), f"thread={thread.id}&q=rolf") == ["Rep_Rolf"]
    outside = make.signed_in().get(f"/mentions?thread={thread.id}&q=r")
    assert outside.status_code == 404


def test_looking_up_names_has_an_end(
    make: Factory, writer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafting, "LOOKUPS", Limit(3, timedelta(minutes=1)))
    browser = make.signed_in(writer)
    for _number in range(3):
        assert browser.get("/mentions?q=zzz").status_code == 200
    assert browser.get("/mentions?q=zzz").status_code == 429


def test_a_refused_answer_names_what_it_was(make: Factory, thread: Thread, writer: User) -> None:
    browser = make.signed_in(writer)
    answer = post(browser, f"/t/{thread.id}/answers", f"/t/{thread.id}", body="x" * 100_000)
    assert answer.status_code == 400
    assert "x" * 100_000 in answer.text
    assert "100,000" in answer.text
