"""The inbox: newest first, page by page, and a counter that is always right."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.core.paging import PAGE_SIZE_ROWS
from forum.notifications import actions
from forum.notifications.jobs import tell_people
from forum.notifications.models import Happening, Notification
from forum.notifications.queries import inbox
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


def lines_of(person: User) -> list[Notification]:
    """Everything in somebody's inbox, page by page."""
    found: list[Notification] = []
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


def test_pages_hold_every_line_once(make: Factory, asker: User, thread: Thread) -> None:
    tell(make, thread, PAGE_SIZE_ROWS * 2 + 3)
    ids = [line.id for line in lines_of(asker)]
    assert len(ids) == PAGE_SIZE_ROWS * 2 + 3
    assert ids == sorted(set(ids), reverse=True)


def test_opening_a_line_reads_it_once_and_leads_there(
    make: Factory, asker: User, thread: Thread, browser: FlaskClient
) -> None:
    tell(make, thread, 3)
    assert unread(asker) == 3
    line = lines_of(asker)[0]
    token = token_on(browser, "/inbox")
    for _ in range(2):
        answer = browser.post(f"/inbox/{line.id}", data={"csrf_token": token})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/p/{line.post_id}")
    assert unread(asker) == 2


def test_somebody_elses_line_is_not_there(make: Factory, asker: User, thread: Thread) -> None:
    tell(make, thread, 1)
    (line,) = lines_of(asker)
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
    assert unread(asker) == len(lines_of(asker)) == 1


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
    line = lines_of(asker)[0]
    stale = db.session.get_one(User, asker.id)
    actions.read_one(stale, line.id)
    actions.read_one(stale, line.id)
    actions.read_all(stale)
    actions.read_one(stale, line.id)
    assert unread(asker) == 0
