"""The admin pages of calendars and policies, through a browser without scripts."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core.db import db
from moderation.teams.models import Calendar, PolicyVersion
from tests.factories import Factory
from tests.moderation.conftest import StatementCounter
from tests.moderation.teams.sending import CALENDAR, policy, send, text_of
from tests.moderation.teams.test_business_time import at

Now = Callable[[datetime], None]


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
