"""The admin pages of teams, calendars and policies, through a browser without scripts."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from forum.accounts.models import User
from forum.core.db import db
from forum.threads.models import Severity
from moderation.teams.models import Calendar, CalendarVersion, Policy, PolicyVersion, Team
from moderation.teams.queries import leads_of
from moderation.watchlist.models import ThreadClock
from tests.browser import token_on
from tests.factories import Factory
from tests.moderation.conftest import StatementCounter
from tests.moderation.teams.test_business_time import at

Now = Callable[[datetime], None]
DAYS = {f"day_{number}": "9:00–18:00" for number in range(5)}
ASKED = {"asked_day": "4", "asked_time": "17:30"}
CALENDAR = {"name": "Early birds", "zone": "Asia/Kathmandu", "days_off": "", **DAYS, **ASKED}
LENGTHS = {
    "blocking": ("1 h", "8 h"),
    "critical": ("4 h", "1 d"),
    "major": ("8 h", "2 d"),
    "minor": ("1 d", "5 d"),
    "trivial": ("2 d", "10 d"),
}


def policy(**changed: str) -> dict[str, str]:
    """What the form of a policy sends, with some fields changed."""
    sent = {"team": "1", "community": "4 h", "deferral": "8 h", "policy_id": "1", **ASKED}
    for severity, (first, solution) in LENGTHS.items():
        sent |= {f"first_{severity}": first, f"resolution_{severity}": solution}
    return sent | changed


@pytest.fixture
def admin(make: Factory) -> User:
    """Who looks after the site."""
    return make.user("Ada Admin", role="admin")


@pytest.fixture
def desk(make: Factory, admin: User) -> FlaskClient:
    """Ada's browser."""
    return make.signed_in(admin)


def send(
    client: FlaskClient, url: str, sent: Mapping[str, Any] | None = None, **more: Any
) -> TestResponse:
    """What the form at an address sends."""
    given = {"csrf_token": token_on(client, "/ask"), **(sent or {})}
    return client.post(url, data=given, **more)


def text_of(client: FlaskClient, url: str) -> str:
    """A page that is there."""
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("/desk/teams", "nobody yet"),
        ("/desk/teams/1", "Ada Admin leads"),
        ("/desk/calendars", "Monday – Friday"),
        ("/desk/calendars/1", "09:00–18:00"),
        ("/desk/calendars/new", "Europe/Berlin"),
        ("/desk/policies", "1 h / 8 h"),
        ("/desk/policies/1", "10 d"),
        ("/desk/policies/new", "New policy"),
    ],
)
def test_what_a_site_begins_with_is_shown(
    desk: FlaskClient, statements: StatementCounter, url: str, says: str
) -> None:
    text_of(desk, "/desk/policies")  # the desk asks for some things once a minute
    with statements() as sent:
        page = text_of(desk, url)
    assert says in page
    assert len(sent) <= 9


@pytest.mark.parametrize("role", ["rep", "moderator"])
def test_for_everyone_else_there_is_no_such_place(make: Factory, role: str) -> None:
    client = make.signed_in(role=role)
    for url in ("/desk/teams", "/desk/calendars/1", "/desk/policies/new"):
        assert client.get(url).status_code == 404
    assert send(client, "/desk/policies/1", policy()).status_code == 404


def test_a_calendar_with_a_break_and_holidays_is_made(desk: FlaskClient) -> None:
    sent = CALENDAR | {
        "day_5": "10-12, 13:30 – 16:00",
        "days_off": "2026-12-25 Christmas Day\n1.1.2027",
    }
    assert send(desk, "/desk/calendars/new", sent).status_code == 303
    page = text_of(desk, "/desk/calendars")
    assert "Early birds" in page
    assert "Saturday 10:00" in page
    made = db.session.scalars(select(Calendar).where(Calendar.name == "Early birds")).one()
    page = text_of(desk, f"/desk/calendars/{made.id}")
    assert "10:00–12:00, 13:30–16:00" in page
    assert "2026-12-25 Christmas Day\n2027-01-01" in page


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"day_0": "9:00–13:00, 12:00–18:00"}, "09:00–13:00 and 12:00–18:00 overlap."),
        ({"day_0": "18:00–9:00"}, "18:00–9:00 ends before it begins."),
        ({"day_0": "9:00–9:00"}, "ends before it begins"),
        ({"day_0": "all day"}, "“all day” is no hours."),
        ({"day_0": "9:00–25:00"}, "is no hours"),
        ({f"day_{number}": "" for number in range(5)}, "Nobody would ever work."),
        ({"zone": "Europe/Atlantis"}, "There is no time zone Europe/Atlantis."),
        ({"zone": "../../etc/passwd"}, "There is no time zone"),
        ({"days_off": "2026-12-25\n2026-12-25 again"}, "This day stands there twice: 2026-12-25"),
        ({"days_off": "Christmas"}, "“Christmas” is no date."),
        ({"days_off": "2026-02-30"}, "is no date"),
        ({"name": " "}, "Give it a name."),
        ({"asked_time": "25:00"}, "Write the time as 17:30."),
    ],
)
@pytest.mark.parametrize("url", ["/desk/calendars/new", "/desk/calendars/preview"])
def test_hours_that_make_no_sense_are_named_and_kept(
    desk: FlaskClient, url: str, changed: dict[str, str], says: str
) -> None:
    answer = send(desk, url, CALENDAR | {"days_off": "2027-01-06"} | changed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert says in page
    for value in (CALENDAR | changed).values():
        assert all(line in page for line in value.splitlines() if value.strip())
    assert db.session.scalars(select(Calendar)).one().id == 1


def test_a_name_is_one_calendars(desk: FlaskClient) -> None:
    assert send(desk, "/desk/calendars/new", CALENDAR).status_code == 303
    again = send(desk, "/desk/calendars/new", CALENDAR | {"day_0": "8–16"})
    assert again.status_code == 409
    assert "Another calendar is called Early birds." in again.get_data(as_text=True)
    assert "8–16" in again.get_data(as_text=True)


def test_a_calendar_in_use_stays_and_another_goes(desk: FlaskClient) -> None:
    send(desk, "/desk/calendars/new", CALENDAR)
    refused = send(desk, "/desk/calendars/1/delete")
    assert refused.status_code == 409
    assert "This calendar is in use: Support." in refused.get_data(as_text=True)
    assert send(desk, "/desk/calendars/2/delete").status_code == 303
    assert desk.get("/desk/calendars/2").status_code == 404
    assert send(desk, "/desk/calendars/2/delete").status_code == 404


def test_what_is_typed_is_shown_before_it_is_saved(desk: FlaskClient, it_is: Now) -> None:
    it_is(at("2026-03-25 10:00"))
    sent = policy(first_blocking="30 min", community="2 h")
    page = send(desk, "/desk/policies/preview", sent).get_data(as_text=True)
    assert "Friday 27 March, 17:30" in page
    assert "Fri 27 Mar, 18:00" in page  # blocking: half an hour
    assert "Mon 30 Mar, 10:30" in page  # the community's two hours
    assert 'action="/desk/policies/1"' in page
    assert db.session.scalars(select(PolicyVersion)).one().community == "4h"


def test_a_script_gets_the_table_alone_and_nothing_while_half_typed(desk: FlaskClient) -> None:
    htmx = {"HX-Request": "true"}
    part = send(desk, "/desk/policies/preview", policy(), headers=htmx)
    assert part.get_data(as_text=True).lstrip().startswith('<section class="times-preview"')
    half = send(desk, "/desk/policies/preview", policy(first_minor="1 "), headers=htmx)
    assert half.status_code == 204
    part = send(desk, "/desk/calendars/preview", CALENDAR, headers=htmx)
    assert "times-preview" in part.get_data(as_text=True)
    half = send(desk, "/desk/calendars/preview", CALENDAR | {"day_0": "9"}, headers=htmx)
    assert half.status_code == 204


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"first_minor": "0 h"}, "Nobody answers in no time."),
        ({"resolution_major": "-1 h"}, "A time cannot be less than nothing."),
        ({"community": "-4 h"}, "A time cannot be less than nothing."),
        ({"first_trivial": "soon"}, "Write a length such as 8 h"),
        ({"resolution_blocking": "30 min"}, "The solution cannot be due before the first answer."),
        ({"team": "999"}, "Not a valid choice"),
    ],
)
@pytest.mark.parametrize("url", ["/desk/policies/1", "/desk/policies/preview"])
def test_lengths_that_make_no_sense_are_named_and_kept(
    desk: FlaskClient, url: str, changed: dict[str, str], says: str
) -> None:
    answer = send(desk, url, policy(**changed))
    assert answer.status_code == 400
    assert says in answer.get_data(as_text=True)
    for name, value in changed.items():
        assert name == "team" or f'value="{value}"' in answer.get_data(as_text=True)
    assert db.session.scalars(select(PolicyVersion)).one()


def test_a_policy_that_changes_rewrites_nothing_that_began(
    make: Factory, desk: FlaskClient, it_is: Now
) -> None:
    it_is(at("2026-03-25 10:00"))
    before = make.thread()
    it_is(at("2026-03-25 11:00"))
    sent = policy(first_minor="30 min", resolution_minor="1 h")
    assert send(desk, "/desk/policies/1", sent).status_code == 303
    after = make.thread()
    make.answer(before)
    old, new = (db.session.get_one(ThreadClock, thread.id) for thread in (before, after))
    assert old.policy_version_id != new.policy_version_id
    assert old.first_due_at == at("2026-03-27 10:00")  # a member answered: by the old lengths
    assert new.first_due_at == at("2026-03-25 15:30")


def test_saving_what_stands_there_makes_no_version(desk: FlaskClient) -> None:
    send(desk, "/desk/policies/1", policy())
    sent = {**CALENDAR, "name": "Weekdays, 9 to 18", "zone": "Europe/Berlin"}
    send(desk, "/desk/calendars/1", sent)
    assert len(db.session.scalars(select(PolicyVersion)).all()) == 1
    assert len(db.session.scalars(select(CalendarVersion)).all()) == 1


def test_other_hours_count_for_what_begins_from_then_on(
    make: Factory, desk: FlaskClient, it_is: Now
) -> None:
    it_is(at("2026-03-25 10:00"))
    before = make.thread()
    sent = {**CALENDAR, "name": "Half days", "zone": "Europe/Berlin", "days_off": "2026-03-26"}
    sent |= {f"day_{number}": "9–12" for number in range(5)}
    it_is(at("2026-03-25 10:30"))
    assert send(desk, "/desk/calendars/1", sent).status_code == 303
    after = make.thread(severity="blocking", at=at("2026-03-25 11:30"))
    make.answer(before)
    assert db.session.get_one(ThreadClock, after.id).first_due_at == at("2026-03-27 09:30")
    assert db.session.get_one(ThreadClock, before.id).first_due_at == at("2026-03-27 09:30")


def test_a_category_and_what_is_below_it_has_lengths_of_its_own(
    make: Factory, desk: FlaskClient
) -> None:
    hub = make.category("hub")
    below = make.category("hub-wifi", parent_id=hub.id)
    elsewhere = make.category("billing")
    sent = policy(policy_id="", category=str(hub.id), first_minor="1 h")
    assert send(desk, "/desk/policies/new", sent).status_code == 303
    own = db.session.scalars(select(Policy).where(Policy.category_id == hub.id)).one()

    def allowed(slug: str) -> bool:
        thread = make.thread(category=make.category(slug))
        row = db.session.get_one(ThreadClock, thread.id)
        version = db.session.get_one(PolicyVersion, row.policy_version_id)
        return version.policy_id == own.id

    assert [allowed(row.slug) for row in (hub, below, elsewhere)] == [True, True, False]
    taken = send(desk, "/desk/policies/new", sent)
    assert taken.status_code == 400  # it is offered no more
    assert send(desk, f"/desk/policies/{own.id}/delete").status_code == 303
    assert [allowed(row.slug) for row in (hub, below)] == [False, False]
    assert send(desk, "/desk/policies/new", sent).status_code == 303
    assert allowed(hub.slug)


def test_the_policy_for_everywhere_stays(desk: FlaskClient) -> None:
    refused = send(desk, "/desk/policies/1/delete")
    assert refused.status_code == 409
    assert "every question needs one" in refused.get_data(as_text=True)


def test_a_team_has_a_lead_and_keeps_the_last(make: Factory, desk: FlaskClient) -> None:
    rep = make.user("Dana Whitlock", role="rep")
    team = {"name": "Second line", "calendar": "1", "members": [str(rep.id)]}
    without = send(desk, "/desk/teams/new", team)
    assert without.status_code == 409
    assert "Somebody must lead the team" in without.get_data(as_text=True)
    assert 'value="Second line"' in without.get_data(as_text=True)
    assert send(desk, "/desk/teams/new", {**team, "leads": [rep.id]}).status_code == 303
    made = db.session.scalars(select(Team).where(Team.name == "Second line")).one()
    assert leads_of(made.id) == [rep.id]
    refused = send(desk, f"/desk/teams/{made.id}", team)
    assert refused.status_code == 409
    assert "A team cannot lose its last lead" in refused.get_data(as_text=True)
    assert leads_of(made.id) == [rep.id]


def test_a_team_whose_work_somebody_gives_it_stays(make: Factory, desk: FlaskClient) -> None:
    rep = make.user(role="rep")
    send(desk, "/desk/teams/new", {"name": "Other", "calendar": "1", "leads": [str(rep.id)]})
    refused = send(desk, "/desk/teams/1/delete")
    assert refused.status_code == 409
    assert "A policy gives its questions to this team." in refused.get_data(as_text=True)
    assert send(desk, "/desk/teams/2/delete").status_code == 303
    assert desk.get("/desk/teams/2").status_code == 404
    back = send(desk, "/desk/teams/new", {"name": "Other", "calendar": "1", "leads": [rep.id]})
    assert back.status_code == 303
    assert desk.get("/desk/teams/2").status_code == 200


def test_only_colleagues_are_in_a_team_and_names_are_one_teams(
    make: Factory, desk: FlaskClient, admin: User
) -> None:
    member = make.user()
    sent = {"name": "Mixed", "calendar": "1", "leads": [str(member.id)]}
    assert send(desk, "/desk/teams/new", sent).status_code == 400
    taken = send(desk, "/desk/teams/new", {**sent, "name": "Support", "leads": [admin.id]})
    assert taken.status_code == 409
    assert "Another team is called Support." in taken.get_data(as_text=True)


def test_every_change_stands_in_the_staff_log(desk: FlaskClient, admin: User) -> None:
    send(desk, "/desk/policies/1", policy(first_minor="2 h"))
    send(desk, "/desk/calendars/new", CALENDAR)
    send(desk, "/desk/teams/1", {"name": "First line", "calendar": "2", "leads": [admin.id]})
    page = text_of(desk, "/desk/log")
    for words in ("edited", "policy 1", "created", "calendar 2", "team 1", "First line"):
        assert words in page
    assert {one.value for one in Severity} <= set(page.replace("/", " ").split())


def test_hours_stand_beside_the_ask_form_and_days_off_too(
    client: FlaskClient, desk: FlaskClient, it_is: Now
) -> None:
    it_is(at("2026-12-21 10:00"))
    sent = {**CALENDAR, "zone": "Asia/Kathmandu", "day_5": "", "days_off": "2026-12-25 Christmas"}
    send(desk, "/desk/calendars/1", sent)
    page = client.get("/ask").get_data(as_text=True)
    assert "Monday – Friday 9:00" in page
    assert "Kathmandu" in page
    assert "Closed on 25 December." in page
