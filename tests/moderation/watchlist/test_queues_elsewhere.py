"""The desk's queues outside its pages: for programs, and as an operator of the search box."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from forum.accounts.models import User
from forum.finding.jobs import refresh_index
from forum.threads.models import Thread
from moderation.handling import actions as handling
from moderation.teams.catalogue import main_calendar
from moderation.watchlist import actions
from moderation.watchlist.queries import counts
from moderation.watchlist.queues import QueueName
from tests.factories import Factory
from tests.moderation.conftest import StatementCounter
from tests.moderation.teams.test_business_time import at

NOW = at("2026-03-25 12:00")  # a Wednesday
DAY = timedelta(days=1)
QUEUES = "/api/v1/desk/queues"
FIELDS = {
    *("id", "title", "url", "desk_url", "type", "status", "severity", "language", "category"),
    *("asked_at", "band", "reach", "clock", "due_at", "solution_due_at", "assigned_to"),
    *("claimed_by", "claimed_until", "rests_until"),
}


@pytest.fixture
def rep(make: Factory, it_is: Callable[[datetime], None]) -> User:
    """Who asks, on Wednesday noon."""
    it_is(NOW)
    return make.user("Dana", role="rep")


@pytest.fixture
def late(make: Factory, rep: User) -> Thread:
    """An overdue question that Dana is on, beside one that is not due and one of the team."""
    late = make.thread("The doorbell rings at night", at=NOW - 5 * DAY, severity="major")
    make.thread("The doorbell is silent", at=NOW)
    room = make.category("team", audience="staff")
    make.thread("The doorbell of the team", author=rep, category=room, at=NOW)
    actions.claim(rep, late.id)
    handling.assign(rep, late.id, rep.id, NOW.date())
    refresh_index()
    main_calendar()  # asked for once a minute: no request of a test pays for it
    return late


@pytest.fixture
def desk(make: Factory, rep: User) -> FlaskClient:
    """Dana's browser."""
    return make.signed_in(rep)


def test_programs_get_every_queue_as_the_desk_counts_it(
    late: Thread, rep: User, desk: FlaskClient
) -> None:
    assert late
    found = desk.get(QUEUES).get_json()["queues"]
    assert {one["name"]: one["count"] for one in found} == dict(counts(rep))
    assert [one["name"] for one in found] == list(QueueName)
    overdue = next(one for one in found if one["name"] == "overdue")
    assert set(overdue) == {"name", "title", "count", "url", "desk_url"}
    assert overdue["count"] == 1
    assert overdue["url"].endswith(f"{QUEUES}/overdue")
    assert overdue["desk_url"].endswith("/desk?queue=overdue")


def test_a_thread_of_a_queue_carries_exactly_the_fields_of_the_contract(
    late: Thread, desk: FlaskClient, statements: StatementCounter
) -> None:
    desk.get(f"{QUEUES}/overdue")
    with statements() as sent:
        body = desk.get(f"{QUEUES}/overdue").get_json()
    assert len(sent) <= 5
    assert set(body) == {"queue", "threads", "next"}
    (only,) = body["threads"]
    assert set(only) == FIELDS
    assert only["id"] == late.id
    assert only["url"].endswith(f"/t/{late.id}/{late.slug}")
    assert only["desk_url"].endswith(f"/desk/t/{late.id}")
    assert (only["band"], only["clock"]) == ("overdue", "first")
    assert (only["severity"], only["status"], only["category"]) == ("major", "waiting", "hub")
    assert only["assigned_to"] == only["claimed_by"] == "Dana"
    assert datetime.fromisoformat(only["claimed_until"]) == NOW + timedelta(minutes=20)
    assert only["rests_until"] is None
    assert datetime.fromisoformat(only["due_at"]) < NOW


def test_filters_and_orders_are_those_of_the_desks_address(late: Thread, desk: FlaskClient) -> None:
    def ids(address: str) -> list[int]:
        return [row["id"] for row in desk.get(f"{QUEUES}/{address}").get_json()["threads"]]

    assert len(ids("open")) == 3
    assert ids("open?severity=major") == ids("open?claimed=mine") == [late.id]
    assert ids("open?sort=oldest")[0] == late.id
    assert ids("open?queue=overdue&age=1d") == [late.id]


def test_pages_follow_one_another(make: Factory, rep: User, desk: FlaskClient) -> None:
    asker = make.user()
    made = {make.thread(f"Question {number}", author=asker).id for number in range(27)}
    first = desk.get(f"{QUEUES}/open?sort=newest&language=en").get_json()
    assert len(first["threads"]) == 25
    assert "language=en" in first["next"]
    _site, api, rest = first["next"].partition("/api")
    second = desk.get(api + rest).get_json()
    assert second["next"] is None
    assert {row["id"] for row in first["threads"] + second["threads"]} == made
    assert desk.get(f"{QUEUES}/open?after=never").status_code == 400


def test_a_queue_that_is_none_is_not_there(desk: FlaskClient) -> None:
    assert desk.get(f"{QUEUES}/later").status_code == 404


def found(browser: FlaskClient, query: str) -> set[str]:
    """Which of the titles a search shows."""
    page = browser.get("/search", query_string={"q": query}).text
    titles = ("rings at night", "is silent", "of the team")
    return {title for title in titles if title in page}


def test_a_queue_narrows_a_search_for_the_team(late: Thread, desk: FlaskClient) -> None:
    assert late
    assert found(desk, "doorbell queue:overdue") == {"rings at night"}
    assert found(desk, "queue:overdue") == {"rings at night"}
    assert found(desk, "Queue:OPEN doorbell") == {"rings at night", "is silent", "of the team"}
    assert found(desk, "queue:open queue:mine doorbell") == {"rings at night"}
    assert found(desk, "doorbell queue:snoozed") == set()
    part = desk.get("/search/instant?q=doorbell+queue:mine", headers={"HX-Request": "true"}).text
    assert part.count('role="option"') == 2  # the question, and all results


def test_what_a_queue_holds_is_asked_afresh_each_time(
    late: Thread, rep: User, desk: FlaskClient
) -> None:
    assert found(desk, "doorbell queue:snoozed") == set()
    handling.snooze(rep, late.id, NOW + DAY)
    assert found(desk, "doorbell queue:snoozed") == {"rings at night"}


@pytest.mark.parametrize("role", ["", "member", "ambassador"])
def test_to_others_the_operator_is_words(make: Factory, late: Thread, role: str) -> None:
    assert late
    browser = make.signed_in(role=role) if role else make.app.test_client()
    page = browser.get("/search?q=doorbell+queue:overdue").text
    assert 'class="search-chosen"' not in page
    assert "queue:next" not in page
    assert found(browser, "doorbell queue:overdue") == found(browser, "doorbell queue:nothing")


def test_the_search_help_names_the_queues_to_the_team(late: Thread, desk: FlaskClient) -> None:
    assert late
    assert "<code>queue:due-soon</code>" in desk.get("/search").text
    page = desk.get("/search?q=doorbell+queue:mine").text
    assert "<code>queue:due-soon</code>" in page
    assert 'href="/search?q=doorbell"' in page  # taken back with a click
