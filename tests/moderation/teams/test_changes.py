"""What changes when admins change teams, calendars and policies, and what stays."""

from collections.abc import Callable
from datetime import datetime

from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.threads.models import Severity
from moderation.teams.models import CalendarVersion, Policy, PolicyVersion, Team
from moderation.teams.queries import leads_of
from moderation.watchlist.models import ThreadClock
from tests.factories import Factory
from tests.moderation.teams.sending import CALENDAR, policy, send, text_of
from tests.moderation.teams.test_business_time import at

Now = Callable[[datetime], None]


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
