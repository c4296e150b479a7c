"""The line on top of pages: for whom it is, how long it stays, and that it can be put away."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from forum.accounts.models import User
from forum.announcements.banner import seen_keys
from forum.core import clock
from moderation.announcing import actions
from tests.factories import Factory
from tests.forum.announcements.conftest import Announcing

BANNER = 'id="site-banner"'


def test_everyone_reads_it_on_every_page_at_once(client: FlaskClient, announce: Announcing) -> None:
    assert BANNER not in client.get("/questions").text
    announce("The cloud is down")
    for path in ("/", "/questions", "/kb", "/people"):
        page = client.get(path).text
        assert BANNER in page
        assert "The cloud is down" in page


def test_the_most_pressing_stands_on_top_and_says_how_many_more(
    client: FlaskClient, announce: Announcing
) -> None:
    announce("The cloud is down", kind="incident")
    announce("A new app is out", kind="release")
    page = client.get("/questions").text
    assert "The cloud is down" in page
    assert "and 1 more" in page
    assert "A new app is out" not in page


def test_who_puts_it_away_reads_it_no_more_and_others_still_do(
    client: FlaskClient, make: Factory, announce: Announcing
) -> None:
    row = announce()
    answer = client.post(f"/announcements/{row.id}/seen", data={"next": "/questions"})
    assert answer.status_code == 303
    assert answer.location == "/questions"
    assert BANNER not in client.get("/questions").text
    assert BANNER in make.app.test_client().get("/questions").text


def test_an_update_brings_it_back(client: FlaskClient, boss: User, announce: Announcing) -> None:
    row = announce()
    client.post(f"/announcements/{row.id}/seen")
    actions.add_update(boss, row.id, "It is the database.", closes=False)
    assert BANNER in client.get("/questions").text


def test_it_goes_when_it_is_over(client: FlaskClient, boss: User, announce: Announcing) -> None:
    row = announce()
    actions.add_update(boss, row.id, "All is well.", closes=True)
    assert BANNER not in client.get("/questions").text
    actions.reopen(boss, row.id)
    assert BANNER in client.get("/questions").text
    actions.withdraw(boss, row.id)
    assert BANNER not in client.get("/questions").text


@pytest.mark.parametrize(
    ("kind", "days", "stays"),
    [("incident", 90, True), ("news", 6, True), ("news", 8, False), ("release", 15, False)],
)
def test_without_an_end_news_grow_old_and_incidents_do_not(
    client: FlaskClient,
    announce: Announcing,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    days: int,
    stays: bool,
) -> None:
    announce(kind=kind)
    later = clock.now() + timedelta(days=days)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert (BANNER in client.get("/questions").text) is stays


def test_it_ends_at_its_end(
    client: FlaskClient, announce: Announcing, monkeypatch: pytest.MonkeyPatch
) -> None:
    announce(kind="planned", ends_at=clock.now() + timedelta(hours=2))
    later = clock.now() + timedelta(hours=3)
    assert BANNER in client.get("/questions").text
    monkeypatch.setattr(clock, "now", lambda: later)
    assert BANNER not in client.get("/questions").text


@pytest.mark.parametrize(
    ("reach", "readers"),
    [
        ("everyone", "visitor member ambassador rep"),
        ("members", "member ambassador rep"),
        ("ambassadors", "ambassador rep"),
        ("staff", "rep"),
    ],
)
def test_only_its_circle_reads_it(
    client: FlaskClient, make: Factory, announce: Announcing, reach: str, readers: str
) -> None:
    row = announce(reach=reach)
    for role in ("visitor", "member", "ambassador", "rep"):
        browser = client if role == "visitor" else make.signed_in(role=role)
        expected = role in readers.split()
        assert (BANNER in browser.get("/questions").text) is expected
        assert browser.get(f"/announcements/{row.id}").status_code == (200 if expected else 404)


def test_only_readers_of_its_language_see_the_banner(
    client: FlaskClient, announce: Announcing
) -> None:
    announce("Облако не отвечает", language="ru")
    assert BANNER not in client.get("/questions").text
    assert BANNER in client.get("/questions", headers={"Accept-Language": "ru"}).text


def test_of_one_category_it_shows_on_its_pages_only(
    client: FlaskClient, make: Factory, announce: Announcing
) -> None:
    hub, lamps = make.category("hub"), make.category("lamps")
    announce(category_id=hub.id)
    thread = make.thread(category=hub)
    assert BANNER in client.get("/c/hub").text
    assert BANNER in client.get(f"/t/{thread.id}/{thread.slug}").text
    assert BANNER not in client.get("/c/lamps").text
    assert BANNER not in client.get("/questions").text
    assert lamps.slug == "lamps"


@pytest.mark.parametrize("cookie", ["", "nonsense", "1-", "..", "<b>", "9" * 300, "1-2.x.3-0"])
def test_strange_cookies_are_no_matter(cookie: str) -> None:
    assert all(key.replace("-", "").isdecimal() for key in seen_keys(cookie))


def test_a_page_asks_nothing_for_it(
    client: FlaskClient, make: Factory, announce: Announcing
) -> None:
    announce()
    browser = make.signed_in()
    assert BANNER in browser.get("/questions").text
