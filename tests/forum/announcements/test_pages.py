"""The page of all announcements, the page of one, and who hears of it."""

import re

from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import User
from forum.announcements.queries import public_latest
from forum.core.db import db
from forum.notifications.jobs import tell_people
from forum.notifications.models import Notification
from moderation.announcing import actions
from tests.factories import Factory
from tests.forum.announcements.conftest import Announcing
from tests.statements import counted


def told() -> list[int]:
    tell_people()
    return list(db.session.scalars(select(Notification.user_id).order_by(Notification.user_id)))


def test_an_empty_page_says_so(client: FlaskClient) -> None:
    assert "Nothing was announced yet" in client.get("/announcements").text


def test_the_page_shows_the_text_and_what_was_added(
    client: FlaskClient, boss: User, announce: Announcing
) -> None:
    row = announce("The cloud is down", "We look for **the cause**.")
    actions.add_update(boss, row.id, "It is the database.", closes=False)
    page = client.get(f"/announcements/{row.id}").text
    assert "<strong>the cause</strong>" in page
    assert "It is the database." in page
    assert "The cloud is down" in client.get("/announcements").text


def test_the_list_costs_the_same_however_long(client: FlaskClient, announce: Announcing) -> None:
    announce()
    client.get("/announcements")
    costs = []
    for _round in range(2):
        with counted() as seen:
            client.get("/announcements?after=")
        costs.append(len(seen))
        for number in range(5):
            announce(f"News number {number}", kind="news")
    assert costs[0] <= 3
    assert costs[1] <= costs[0] + 1


def test_what_feeds_may_show_is_for_everyone(announce: Announcing, make: Factory) -> None:
    announce("For all")
    announce("For us", reach="staff")
    announce("In the backroom", category_id=make.category("backroom", audience="staff").id)
    assert [row.title for row in public_latest()] == ["For all"]


def test_those_concerned_are_told_once_and_lead_there(
    make: Factory, announce: Announcing, boss: User
) -> None:
    reader, other = make.user(), make.user(language="ru")
    row = announce("The cloud is down", tells_people=True, language="en")
    assert told() == [reader.id]
    line = db.session.scalars(select(Notification)).one()
    assert (line.title, line.path) == ("The cloud is down", f"/announcements/{row.id}")
    browser = make.signed_in(reader)
    assert "The cloud is down" in browser.get("/inbox").text
    page = browser.get("/inbox").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    answer = browser.post(f"/inbox/{line.id}", data={"csrf_token": token[1]})
    assert answer.location == f"/announcements/{row.id}"
    assert other.id not in told()
    assert boss.id not in told()


def test_of_a_category_those_who_follow_there_are_told(make: Factory, announce: Announcing) -> None:
    hub, asker = make.category("hub"), make.user()
    make.user()
    make.thread(author=asker, category=hub)
    announce(tells_people=True, category_id=hub.id)
    assert told() == [asker.id]


def test_what_was_taken_back_is_told_to_nobody(
    make: Factory, announce: Announcing, boss: User
) -> None:
    reader = make.user()
    row = announce(tells_people=True)
    actions.withdraw(boss, row.id)
    assert told() == []
    again = announce(tells_people=True)
    assert told() == [reader.id]
    actions.withdraw(boss, again.id)
    assert db.session.get_one(User, reader.id, populate_existing=True).unread == 0
