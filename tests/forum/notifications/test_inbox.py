"""The inbox: newest first, page by page, and a counter that is always right."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.core.paging import PAGE_SIZE_ROWS
from forum.notifications import actions
from forum.notifications.inbox import Row, inbox
from forum.notifications.jobs import tell_people
from forum.notifications.models import Happening, Notification
from forum.threads import actions as threads
from forum.threads.models import Thread
from tests.browser import token_on
from tests.factories import Factory
from tests.statements import counted


@pytest.fixture
def asker(make: Factory) -> User:
    """Somebody who asked something."""
    return make.user("Wanda K")


@pytest.fixture
def thread(make: Factory, asker: User) -> Thread:
    """What they asked."""
    return make.thread(author=asker)


@pytest.fixture
def browser(make: Factory, asker: User) -> FlaskClient:
    """Their browser."""
    return make.signed_in(asker)


def tell(make: Factory, thread: Thread, number: int) -> None:
    """Let ``number`` answers be told."""
    helper = make.user()
    for _ in range(number):
        make.answer(thread, author=helper)
    while db.session.scalar(select(Happening.id).where(Happening.told_at.is_(None))):
        tell_people()


def rows_of(person: User) -> list[Row]:
    """Everything in somebody's inbox, page by page."""
    found: list[Row] = []
    cursor = None
    while True:
        page = inbox(person, cursor)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found


def unread(person: User) -> int:
    """The counter, read afresh; it must be what the rows add up to."""
    db.session.commit()
    db.session.refresh(person)
    rows = db.session.scalars(
        select(Notification.id).where(
            Notification.user_id == person.id, Notification.read_at.is_(None)
        )
    ).all()
    assert person.unread == len(rows)
    return person.unread


def test_pages_hold_every_thread_once(make: Factory, asker: User) -> None:
    threads_asked = [make.thread(author=asker) for _ in range(PAGE_SIZE_ROWS + 3)]
    for thread in (*threads_asked, *threads_asked[:2]):
        tell(make, thread, 1)
    ids = [row.line.thread_id for row in rows_of(asker)]
    newest_first = [*reversed(threads_asked[:2]), *reversed(threads_asked[2:])]
    assert ids == [thread.id for thread in newest_first]


def test_a_thread_has_one_row_that_tells_how_many(
    make: Factory, asker: User, thread: Thread, browser: FlaskClient
) -> None:
    tell(make, thread, 2)
    (row,) = rows_of(asker)
    assert (row.number, row.unread) == (2, 2)
    assert "2 new" in browser.get("/inbox").text
    actions.read_all(asker)
    tell(make, thread, 1)
    (row,) = rows_of(asker)
    assert (row.number, row.unread) == (3, 1)
    page = browser.get("/inbox").text
    assert "and 2 earlier" in page
    assert page.count("inbox-row is-unread") == 1


def test_opening_a_row_reads_all_of_its_thread_once_and_leads_there(
    make: Factory, asker: User, thread: Thread, browser: FlaskClient
) -> None:
    tell(make, thread, 3)
    tell(make, make.thread(author=asker), 1)
    assert unread(asker) == 4
    line = rows_of(asker)[1].line
    token = token_on(browser, "/inbox")
    for _ in range(2):
        answer = browser.post(f"/inbox/{line.id}", data={"csrf_token": token})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/p/{line.post_id}")
    assert unread(asker) == 1


def test_somebody_elses_line_is_not_there(make: Factory, asker: User, thread: Thread) -> None:
    tell(make, thread, 1)
    line = rows_of(asker)[0].line
    stranger = make.signed_in(role="admin")
    token = token_on(stranger, "/inbox")
    assert stranger.post(f"/inbox/{line.id}", data={"csrf_token": token}).status_code == 404
    assert unread(asker) == 1


def test_reading_all_reads_ones_own_only(
    make: Factory, asker: User, thread: Thread, browser: FlaskClient
) -> None:
    other = make.user()
    tell(make, make.thread(author=other), 2)
    tell(make, thread, 2)
    token = token_on(browser, "/inbox")
    for _ in range(2):
        assert browser.post("/inbox/read", data={"csrf_token": token}).status_code == 303
    assert (unread(asker), unread(other)) == (0, 2)


def test_looking_at_the_inbox_reads_nothing(
    make: Factory, asker: User, thread: Thread, browser: FlaskClient
) -> None:
    tell(make, thread, 2)
    assert browser.get("/inbox").status_code == 200
    assert unread(asker) == 2


def test_what_is_deleted_leaves_the_inbox_and_the_counter(
    make: Factory, asker: User, thread: Thread, browser: FlaskClient
) -> None:
    tell(make, thread, 1)
    helper = make.user("Otto Helper")
    answer = make.answer(thread, "A secret slipped out.", author=helper)
    tell_people()
    assert "Otto Helper" in browser.get("/inbox").text
    threads.delete_post(helper, answer.id)
    assert "Otto Helper" not in browser.get("/inbox").text
    assert unread(asker) == sum(row.number for row in rows_of(asker)) == 1


def test_the_inbox_costs_the_same_however_long_it_is(
    make: Factory, thread: Thread, browser: FlaskClient
) -> None:
    tell(make, thread, 2)
    with counted() as few:
        browser.get("/inbox")
    tell(make, thread, 20)
    with counted() as many:
        browser.get("/inbox")
    assert len(many) == len(few) <= 8


def test_reading_twice_at_once_counts_down_once(make: Factory, asker: User, thread: Thread) -> None:
    tell(make, thread, 2)
    line = rows_of(asker)[0].line
    stale = db.session.get_one(User, asker.id)
    actions.read_one(stale, line.id)
    actions.read_one(stale, line.id)
    actions.read_all(stale)
    actions.read_one(stale, line.id)
    assert unread(asker) == 0
