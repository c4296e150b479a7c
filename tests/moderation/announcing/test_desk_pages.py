"""Writing announcements on the desk, and the rows it leaves in the staff log."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.announcements.models import Announcement
from forum.core.db import db
from forum.core.errors import NotAllowed, Refused
from moderation.announcing import actions
from moderation.audit.models import StaffAct
from tests.factories import Factory

FORM = {
    **{"kind": "planned", "title": "Servers move", "body": "Two hours without the cloud."},
    **{"reach": "everyone", "language": "", "category_id": "0", "shows_banner": "y"},
    **{"starts_at": "2026-12-01T22:00", "ends_at": "2026-12-02T00:00"},
}


@pytest.fixture
def desk(make: Factory, app: object) -> FlaskClient:
    """A moderator's browser."""
    make.app.config["WTF_CSRF_ENABLED"] = False
    return make.signed_in(role="moderator")


@pytest.fixture(autouse=True)
def tokens_again(make: Factory):  # type: ignore[no-untyped-def]
    """Other tests need the tokens."""
    yield
    make.app.config["WTF_CSRF_ENABLED"] = True


def the_one() -> Announcement:
    return db.session.scalars(select(Announcement)).one()


def test_from_the_form_to_the_page(desk: FlaskClient, client: FlaskClient) -> None:
    assert "Announce something" in desk.get("/desk/announcements").text
    answer = desk.post("/desk/announcements/new", data=FORM)
    row = the_one()
    assert answer.location == f"/desk/announcements/{row.id}"
    assert row.starts_at is not None
    assert row.starts_at.hour == 22
    assert "Servers move" in client.get("/announcements").text
    assert "Servers move" in desk.get(f"/desk/announcements/{row.id}").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 161},
        {"body": "  "},
        {"kind": "rumour"},
        {"reach": "nobody"},
        {"ends_at": "2026-11-30T00:00"},
        {"starts_at": "tomorrow"},
        {"category_id": "999999"},
    ],
)
def test_a_wrong_form_comes_back_with_what_was_typed(
    desk: FlaskClient, wrong: dict[str, str]
) -> None:
    answer = desk.post("/desk/announcements/new", data={**FORM, **wrong})
    assert answer.status_code == 400
    assert "cloud" in answer.text or "body" in wrong
    assert db.session.scalar(select(Announcement.id)) is None


def test_updates_and_the_end_leave_rows_in_the_log(desk: FlaskClient) -> None:
    desk.post("/desk/announcements/new", data=FORM)
    row = the_one()
    place = f"/desk/announcements/{row.id}"
    assert desk.post(f"{place}/updates", data={"update": " "}).status_code == 400
    desk.post(f"{place}/updates", data={"update": "Half is done."})
    desk.post(f"{place}/save", data={**FORM, "title": "Servers moved"})
    desk.post(f"{place}/updates", data={"update": "Done.", "closes": "y"})
    desk.post(f"{place}/reopen")
    desk.post(f"{place}/withdraw")
    verbs = list(db.session.scalars(select(StaffAct.verb).order_by(StaffAct.id)))
    assert verbs == [
        *("announce", "update-announcement", "edit", "close-announcement", "edit", "withdraw")
    ]
    assert "announcement" in desk.get("/desk/log").text
    assert "Taken back" in desk.get(place).text
    assert desk.post(f"{place}/updates", data={"update": "More."}).status_code == 409


def test_only_those_who_speak_for_the_team_announce(make: Factory) -> None:
    text = actions.AnnouncementText(actions.AnnouncementKind.NEWS, "Hello", "Hello.")
    for role in ("member", "ambassador", "rep"):
        with pytest.raises(NotAllowed):
            actions.announce(make.user(role=role), text)
    boss = make.user(role="moderator")
    row = actions.announce(boss, text)
    with pytest.raises(Refused):
        actions.reopen(boss, row.id)
