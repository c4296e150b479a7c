"""What suggestions save, on the desk: an admin turns it on, everyone there reads it."""

from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core import clock, settings
from forum.core.db import db
from forum.finding.models import ShownSuggestion
from moderation.audit.models import StaffAct
from tests.browser import post
from tests.factories import Factory

PAGE, HOLD = "/desk/duplicates/measures", "/desk/duplicates/measures/held-back"


def test_an_admin_holds_a_share_back_and_the_log_says_so(make: Factory) -> None:
    admin: FlaskClient = make.signed_in(role="admin")
    assert post(admin, HOLD, PAGE, percent="10").status_code == 303
    assert settings.current().held_back_percent == 10
    assert "10 %" in admin.get(PAGE).text
    act = db.session.scalars(select(StaffAct)).one()
    assert (act.verb, act.before, act.after) == ("set-held-back-percent", "0", "10")
    for wrong in ("51", "-1", "many", ""):
        assert post(admin, HOLD, PAGE, percent=wrong).status_code == 400
    assert settings.current().held_back_percent == 10


def test_reps_read_it_and_do_not_set_it(make: Factory) -> None:
    rep = make.signed_in(role="rep")
    assert HOLD not in rep.get(PAGE).text
    assert post(rep, HOLD, "/desk", percent="5").status_code == 404


def test_the_page_compares_and_says_when_there_are_too_few(make: Factory) -> None:
    thread = make.thread()
    for number in range(4):
        for held in (True, False):
            db.session.add(
                ShownSuggestion(
                    ask_key=f"{number} {held}",
                    document_key="thread:1",
                    held_back=held,
                    shown_at=clock.now(),
                    thread_id=thread.id if held else None,
                )
            )
    db.session.commit()
    page = make.signed_in(role="rep").get(PAGE).text
    assert "Too few to tell" in page
    assert "100 %" in page
