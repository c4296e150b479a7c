"""What a rep does to a thread in the pane beside its answer."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.notifications.jobs import tell_people
from forum.notifications.models import Notification
from forum.threads.models import Severity, Thread, ThreadStatus, ThreadType
from moderation.audit.models import StaffAct
from moderation.watchlist.models import Note
from tests.browser import post
from tests.factories import Factory


def fresh(thread: Thread) -> Thread:
    """The thread as it stands in the database."""
    return db.session.get_one(Thread, thread.id, populate_existing=True)


def test_asking_for_details_stops_the_clock_and_goes_on(desk: FlaskClient, thread: Thread) -> None:
    page = f"/desk/t/{thread.id}"
    assert post(desk, f"{page}/needs-info", page, details="Which OS?").status_code == 303
    assert fresh(thread).status is ThreadStatus.NEEDS_INFO
    assert thread.title in desk.get("/desk?queue=needs-info").text
    assert thread.title not in desk.get("/desk").text


def test_what_was_answered_elsewhere_is_linked(
    desk: FlaskClient, make: Factory, thread: Thread
) -> None:
    other = make.thread("The same, answered")
    page = f"/desk/t/{thread.id}"
    assert post(desk, f"{page}/duplicate", page, target=f"#{other.id}").status_code == 303
    assert fresh(thread).status is ThreadStatus.DUPLICATE
    assert thread.title not in desk.get("/desk").text


@pytest.mark.parametrize("target", ["", "somewhere", "x" * 500])
def test_a_link_to_nothing_is_refused_plainly(
    desk: FlaskClient, thread: Thread, target: str
) -> None:
    page = f"/desk/t/{thread.id}"
    assert post(desk, f"{page}/duplicate", page, target=target).status_code == 400
    assert fresh(thread).status is ThreadStatus.WAITING


def test_it_is_sorted_all_at_once_with_a_reason(
    desk: FlaskClient, make: Factory, thread: Thread
) -> None:
    app = make.category("app")
    page = f"/desk/t/{thread.id}"
    sorting = {"severity": "blocking", "type": "problem", "category_id": str(app.id)}
    sent = post(desk, f"{page}/sort", page, **sorting, reason="Nobody in the house can work.")
    assert sent.status_code == 303
    sorted_ = fresh(thread)
    assert sorted_.severity is Severity.BLOCKING
    assert (sorted_.type, sorted_.category_id) == (ThreadType.PROBLEM, app.id)
    logged = db.session.scalars(
        select(StaffAct).where(StaffAct.verb.in_(["severity", "type", "move"]))
    ).all()
    assert {act.reason for act in logged} == {"Nobody in the house can work."}
    assert len(logged) == 3


@pytest.mark.parametrize(
    ("field", "value"),
    [("severity", "dreadful"), ("type", "song"), ("category_id", "999"), ("reason", " ")],
)
def test_what_cannot_be_sorted_so_is_refused_plainly(
    desk: FlaskClient, thread: Thread, field: str, value: str
) -> None:
    sorting = {"severity": "major", "type": "problem", "category_id": str(thread.category_id)}
    page = f"/desk/t/{thread.id}"
    fields = {**sorting, "reason": "Because.", field: value}
    assert post(desk, f"{page}/sort", page, **fields).status_code == 400
    assert fresh(thread).severity is Severity.MINOR


def test_a_colleague_is_chosen_from_the_team(
    desk: FlaskClient, make: Factory, thread: Thread
) -> None:
    other = make.user("Yusuf Adeyemi", role="rep")
    member = make.user("Beatrix Holm")
    page = f"/desk/t/{thread.id}/assign"
    assert "Yusuf Adeyemi" in desk.get(page).text
    assert post(desk, page, to=f"user:{member.id}", note="").status_code == 400
    assert post(desk, page, to=f"user:{other.id}", note="For you.").status_code == 303
    pane = desk.get(f"/desk/t/{thread.id}").text
    assert "Assigned to Yusuf Adeyemi" in pane
    assert "Dana Whitlock assigned it to Yusuf Adeyemi" in pane
    assert "For you." in pane
    assert "For Yusuf Adeyemi" in desk.get("/desk?queue=open").text
    theirs = make.signed_in(other)
    assert thread.title in theirs.get("/desk?queue=mine").text
    post(desk, f"{page}/delete", page)
    assert thread.title not in theirs.get("/desk?queue=mine").text


def test_it_rests_and_the_next_one_is_shown(
    desk: FlaskClient, make: Factory, thread: Thread
) -> None:
    page = f"/desk/t/{thread.id}"
    assert post(desk, f"{page}/snooze", page, rest="tomorrow", until="").status_code == 303
    assert "Snoozed until" in desk.get(page).text
    assert thread.title not in desk.get("/desk").text
    assert thread.title in desk.get("/desk?queue=snoozed").text
    post(desk, f"{page}/snooze/delete", page)
    assert thread.title in desk.get("/desk").text
    past = post(desk, f"{page}/snooze", page, rest="hour", until="2020-01-01T10:00")
    assert past.status_code == 409
    assert "This time is past" in past.text
    assert post(desk, f"{page}/snooze", page, rest="never", until="").status_code == 400


def test_beside_it_stands_who_asked(desk: FlaskClient, make: Factory, thread: Thread) -> None:
    asker = db.session.get_one(User, thread.author_id)
    earlier = make.thread("The lamp flickers at night", author=asker)
    page = desk.get(f"/desk/t/{thread.id}/asker").text
    assert asker.name in page
    assert earlier.title in page


def test_out_of_office_is_said_by_oneself(desk: FlaskClient, make: Factory) -> None:
    other = make.user("Yusuf Adeyemi", role="rep")
    days = {"first_day": "2031-01-06", "last_day": "2031-01-10"}
    assert post(desk, "/desk/absence", **days, deputy=str(other.id)).status_code == 303
    page = desk.get("/desk/absence").text
    assert "You are down as out of office" in page
    assert "Jan 6, 2031" in page
    wrong = post(desk, "/desk/absence", first_day="2031-01-06", last_day="2031-01-01", deputy="0")
    assert wrong.status_code == 409
    assert "last day is before the first" in wrong.text
    assert post(desk, "/desk/absence", first_day="x", last_day="", deputy="0").status_code == 400
    post(desk, "/desk/absence/delete", "/desk/absence")
    assert "You are down as" not in desk.get("/desk/absence").text


def test_only_colleagues_can_be_named_in_a_note(
    desk: FlaskClient, make: Factory, thread: Thread
) -> None:
    other, member = make.user("Yusuf Adeyemi", role="rep"), make.user("Beatrix Holm")
    page = f"/desk/t/{thread.id}"
    post(desk, f"{page}/notes", page, note="@Yusuf_Adeyemi and @Beatrix_Holm, look.")
    tell_people()
    told = db.session.scalars(select(Notification.user_id)).all()
    assert told == [other.id]
    assert "named you in an internal note" in make.signed_in(other).get("/inbox").text
    assert member.id not in told


def test_a_note_is_written(desk: FlaskClient, thread: Thread) -> None:
    page = f"/desk/t/{thread.id}"
    assert post(desk, f"{page}/notes", page, note="Ask *firmware*.").status_code == 303
    assert "<em>firmware</em>" in desk.get(page).text
    assert db.session.scalars(select(Note.source)).one() == "Ask *firmware*."
