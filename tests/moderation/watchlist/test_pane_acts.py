"""What a rep does to a thread in the pane beside its answer."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core.db import db
from forum.threads.models import Severity, Thread, ThreadStatus
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


def test_severity_is_corrected(desk: FlaskClient, thread: Thread) -> None:
    page = f"/desk/t/{thread.id}"
    assert post(desk, f"{page}/severity", page, severity="blocking").status_code == 303
    assert fresh(thread).severity is Severity.BLOCKING
    assert post(desk, f"{page}/severity", page, severity="dreadful").status_code == 400


def test_a_note_is_written(desk: FlaskClient, thread: Thread) -> None:
    page = f"/desk/t/{thread.id}"
    assert post(desk, f"{page}/notes", page, note="Ask *firmware*.").status_code == 303
    assert "<em>firmware</em>" in desk.get(page).text
    assert db.session.scalars(select(Note.source)).one() == "Ask *firmware*."
