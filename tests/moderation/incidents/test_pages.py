"""Incidents on pages: the desk's, the threads', the ask page; and who learns nothing of them."""

import re

from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import User
from forum.announcements.models import Announcement, Reach
from forum.core import settings
from forum.core.db import db
from forum.finding.jobs import refresh_index
from forum.notifications.jobs import tell_people
from forum.threads import actions as threads
from forum.threads.models import Thread
from moderation.incidents import actions
from moderation.incidents.actions import IncidentText
from moderation.incidents.proposing import propose_incidents
from moderation.incidents.queries import proposed
from moderation.teams.catalogue import main_calendar
from tests.browser import post
from tests.factories import Factory
from tests.moderation.incidents.conftest import Begin
from tests.statements import counted

BANNER = "Something is broken, and the team is on it"
TYPED = "This is broken for many right now"


def page_of(client: FlaskClient, thread: Thread) -> str:
    return client.get(f"/t/{thread.id}/{thread.slug}").text


def test_a_proposal_is_a_card_above_what_is_next_and_becomes_an_incident(
    make: Factory, rep: User, dark: list[Thread], more: list[User]
) -> None:
    propose_incidents()
    (row,) = proposed(rep)
    browser = make.signed_in(rep)
    assert "Many report the same at once" in browser.get("/desk").text
    assert "Many report the same at once" not in browser.get("/desk?queue=unanswered").text
    page = browser.get(f"/desk/incidents/new?proposal={row.id}").text
    assert all(thread.title in page for thread in dark)
    sent = post(
        browser,
        f"/desk/incidents/new?proposal={row.id}",
        title="The cloud is down",
        body="We are on it.",
        starts_at="2026-03-25T09:00",
        expected_at="2036-03-25T11:00",
        next_update_at="2036-03-25T10:00",
        reach="everyone",
        language="",
        category_id=str(dark[0].category_id),
        main=str(dark[0].id),
        threads=[str(thread.id) for thread in dark],
    )
    assert sent.status_code == 303
    assert "Many report the same at once" not in browser.get("/desk").text
    there = browser.get(sent.location).text
    assert "people write about it here" in there
    assert "A moderator or an admin says that it is over" in there


def test_what_cannot_be_is_said_and_what_was_typed_is_kept(make: Factory, rep: User) -> None:
    browser = make.signed_in(rep)
    page = post(
        browser,
        "/desk/incidents/new",
        title="The cloud",
        body=" ",
        starts_at="2026-03-25T09:00",
        expected_at="2026-03-25T08:00",
        reach="everyone",
        language="",
        category_id=str(make.category().id),
        main="0",
    )
    assert page.status_code == 400
    assert "It cannot end before it begins" in page.text
    assert 'value="The cloud"' in page.text
    assert browser.get("/desk/incidents/new?proposal=99").status_code == 404


def test_its_threads_have_one_banner_and_it_comes_first(
    make: Factory, client: FlaskClient, rep: User, begin: Begin, dark: list[Thread]
) -> None:
    threads.request_info(rep, dark[1].id, "Which firmware?")
    make.thread("Something else")
    begin(dark[:2])
    page = page_of(client, dark[1])
    main, _aside, rail = page.partition('<aside class="rail"')
    assert main.count('class="notice ') == 1
    assert BANNER in main
    assert "Next update by" in main
    assert "The team needs to know more" in rail
    assert 'id="site-banner"' not in page
    assert BANNER not in page_of(client, dark[2])
    assert 'id="site-banner"' in page_of(client, dark[2])


def test_the_ask_page_tells_who_types_the_same(
    client: FlaskClient, boss: User, begin: Begin, dark: list[Thread]
) -> None:
    row = begin(dark[:1])
    refresh_index()
    typed = "/ask/suggestions?title=The+hub+is+dark,+one"
    for headers in ({}, {"HX-Request": "true"}):
        found = client.get(typed, headers=headers).text
        assert TYPED in found
        assert f"/t/{dark[0].id}" in found
    assert TYPED not in client.get("/ask/suggestions?title=Where+is+my+bill").text
    actions.end(boss, row.id, "It is back.", settles=False)
    assert TYPED not in client.get(typed).text


def test_an_incident_for_the_team_alone_shows_nowhere_else(
    make: Factory, client: FlaskClient, rep: User, dark: list[Thread]
) -> None:
    text = IncidentText("Secret outage", "We look.", dark[0].created_at, reach=Reach.STAFF)
    row = actions.begin(rep, text, [dark[0].id], main_id=dark[0].id)
    refresh_index()
    for reader in (client, make.signed_in(role="ambassador")):
        for path in (
            f"/t/{dark[0].id}/{dark[0].slug}",
            "/announcements",
            "/feeds/announcements.atom",
            "/ask/suggestions?title=The+hub+is+dark,+one",
        ):
            assert "Secret outage" not in reader.get(path, follow_redirects=True).text
        assert reader.get(f"/announcements/{row.id}").status_code == 404
    assert "Secret outage" in page_of(make.signed_in(rep), dark[0])


def test_nobody_below_staff_learns_of_a_proposal(
    make: Factory, client: FlaskClient, dark: list[Thread], more: list[User]
) -> None:
    propose_incidents()
    while tell_people():
        pass
    people = [client, make.signed_in(more[0]), make.signed_in(role="ambassador")]
    for person in people:
        for path in ("/", "/questions", "/inbox", "/my/questions", "/search?q=incident", "/desk"):
            page = person.get(path, follow_redirects=True).text
            assert "Many report" not in page
            assert "/desk/incidents" not in page
        assert not re.search("incident|proposal", page_of(person, dark[0]))


def test_an_admin_sets_how_many_are_enough(make: Factory, dark: list[Thread], rep: User) -> None:
    admin = make.signed_in(role="admin")
    assert "When one is proposed" in admin.get("/desk/incidents").text
    assert "When one is proposed" not in make.signed_in(rep).get("/desk/incidents").text
    page = post(admin, "/desk/incidents/watch", "/desk/incidents", reports="1", minutes="60")
    assert page.status_code == 400
    post(admin, "/desk/incidents/watch", "/desk/incidents", reports="3", minutes="30")
    assert settings.current().incident_reports == 3
    propose_incidents()
    assert len(proposed(rep)) == 1


def test_pages_cost_the_same_however_much_there_is(
    make: Factory, rep: User, begin: Begin, dark: list[Thread]
) -> None:
    row = begin(dark[:1])
    main_calendar()
    browser = make.signed_in(rep)
    number = db.session.scalars(select(Announcement.id)).one()
    for path in ("/desk/incidents", f"/desk/incidents/{number}", "/desk"):
        browser.get(path)
        with counted() as few:
            browser.get(path)
        assert len(few) <= 10, path
    threads_now = [make.thread(f"Dark, {at}") for at in range(3)]

    actions.attach(rep, row.id, [one.id for one in threads_now])
    with counted() as many:
        browser.get(f"/desk/incidents/{number}")
    assert len(many) <= 10
