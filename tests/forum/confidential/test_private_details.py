"""What an asker tells the team alone: read by nobody else, found nowhere else."""

import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy import String, cast, select

from forum.accounts.actions import leave
from forum.accounts.models import User
from forum.confidential import actions
from forum.confidential.models import PrivateDetails
from forum.core.db import Base, db
from forum.core.outbox import OutboxMail
from forum.finding.jobs import refresh_index
from forum.notifications.jobs import tell_people
from forum.notifications.models import Notification, NotificationKind
from forum.people.export import everything_of
from forum.threads import actions as threads
from forum.threads.models import Thread
from moderation.audit.models import StaffAct
from tests.browser import post
from tests.factories import Factory
from tests.statements import counted

CANARY = "serial-zq81-quokka"


@pytest.fixture
def asker(make: Factory) -> User:
    """Whose box it is."""
    return make.user("Wanda K")


@pytest.fixture
def rep(make: Factory) -> User:
    """Somebody of the team."""
    return make.user("Otto Rep", role="rep")


@pytest.fixture
def thread(make: Factory, asker: User, rep: User) -> Thread:
    """A question with a filled box."""
    thread = make.thread(author=asker)
    actions.ask_for_details(rep, thread.id)
    actions.write_details(asker, thread.id, f"It is {CANARY}.\nKeep it.")
    tell_people()
    return thread


def box(thread: Thread) -> str:
    """The address of the box."""
    return f"/t/{thread.id}/private"


def test_the_asker_reads_and_changes_it(make: Factory, thread: Thread, asker: User) -> None:
    browser = make.signed_in(asker)
    page = browser.get(box(thread))
    assert CANARY in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert post(browser, box(thread), text="Something else").status_code == 303
    assert db.session.get_one(PrivateDetails, thread.id).text == "Something else"


def test_the_team_reads_it_after_opening_it_which_is_logged(
    make: Factory, thread: Thread, rep: User
) -> None:
    browser = make.signed_in(rep)
    assert CANARY not in browser.get(box(thread)).text
    assert reads(rep) == 0
    opened = post(browser, f"{box(thread)}/open", page=box(thread))
    assert opened.status_code == 303
    assert CANARY in browser.get(box(thread)).text
    assert CANARY in browser.get(box(thread)).text
    assert reads(rep) == 1


def reads(person: User) -> int:
    """How often the log says that somebody read a box."""
    rows = select(StaffAct).where(StaffAct.actor_id == person.id, StaffAct.verb == "read-private")
    return len(db.session.scalars(rows).all())


def test_another_rep_opens_it_for_themselves(make: Factory, thread: Thread, rep: User) -> None:
    actions.open_box(rep, thread.id)
    assert CANARY not in make.signed_in(role="moderator").get(box(thread)).text


@pytest.mark.parametrize("role", ["new", "member", "ambassador"])
def test_to_everyone_else_it_is_not_there(make: Factory, thread: Thread, role: str) -> None:
    browser = make.signed_in(role=role)
    assert browser.get(box(thread)).status_code == 404
    page = browser.get(f"/t/{thread.id}/{thread.slug}").text
    assert "/private" not in page
    assert CANARY not in page


def test_a_visitor_is_sent_to_sign_in_and_sees_nothing(client: FlaskClient, thread: Thread) -> None:
    assert client.get(box(thread)).status_code == 302
    assert "/private" not in client.get(f"/t/{thread.id}/{thread.slug}").text


def test_only_the_asker_writes_and_erases(
    make: Factory, thread: Thread, rep: User, asker: User
) -> None:
    browser = make.signed_in(rep)
    assert post(browser, box(thread), text="Mine").status_code == 403
    assert post(browser, f"{box(thread)}/delete", page=box(thread)).status_code == 403
    assert CANARY in db.session.get_one(PrivateDetails, thread.id).text
    mine = make.signed_in(asker)
    assert post(mine, f"{box(thread)}/delete", page=box(thread)).status_code == 303
    assert db.session.get_one(PrivateDetails, thread.id).text == ""
    assert db.session.get_one(Thread, thread.id).private_at is None


def test_an_empty_box_cannot_be_opened(make: Factory, thread: Thread, rep: User) -> None:
    actions.erase_details(db.session.get_one(User, thread.author_id), thread.id)
    assert post(make.signed_in(rep), f"{box(thread)}/open", page=box(thread)).status_code == 409


def test_what_is_refused_is_kept_as_it_was_typed(make: Factory, thread: Thread, rep: User) -> None:
    browser = make.signed_in(rep)
    page = post(browser, f"{box(thread)}/ticket", page=box(thread), ticket_url="javascript:x")
    assert page.status_code == 400
    assert "javascript:x" in page.text
    assert 'href="javascript:x"' not in page.text


def test_a_ticket_is_named_to_the_asker_alone(
    make: Factory, client: FlaskClient, thread: Thread, rep: User, asker: User
) -> None:
    address = "https://support.example.com/4711"
    sent = post(make.signed_in(rep), f"{box(thread)}/ticket", page=box(thread), ticket_url=address)
    assert sent.status_code == 303
    assert address in make.signed_in(asker).get(box(thread)).text
    assert address not in client.get(f"/t/{thread.id}/{thread.slug}").text
    assert "private ticket" in client.get(f"/t/{thread.id}/{thread.slug}").text


def test_both_sides_are_told_that_something_is_there(
    make: Factory, thread: Thread, rep: User, asker: User
) -> None:
    lines = db.session.execute(select(Notification.user_id, Notification.kind)).all()
    assert (asker.id, NotificationKind.PRIVATE_ASKED) in lines
    assert (rep.id, NotificationKind.PRIVATE_WRITTEN) in lines
    assert len(lines) == 2


def test_it_is_found_nowhere_but_in_its_row(
    client: FlaskClient, make: Factory, thread: Thread
) -> None:
    refresh_index()
    assert columns_with(CANARY) == ["private_details.text"]
    assert not [m for m in db.session.scalars(select(OutboxMail)) if CANARY in m.text + m.html]
    for address in (
        f"/search?q={CANARY}",
        f"/search/instant?q={CANARY}",
        "/feeds/questions.atom",
        f"/feeds/t/{thread.id}.atom",
        f"/p/{thread.id}/history",
        f"/api/v1/similar?text={CANARY}",
    ):
        body = client.get(address).text.replace(f'value="{CANARY}"', "")
        assert "Keep it" not in body, address


def columns_with(words: str) -> list[str]:
    """Every column of every table in which these words stand."""
    found = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            text = cast(column, String)
            if db.session.execute(select(1).where(text.contains(words)).limit(1)).first():
                found.append(f"{table.name}.{column.name}")
    return found


def test_it_moves_no_thread_up_in_any_list(make: Factory, asker: User, rep: User) -> None:
    other = make.thread(author=asker)
    before = other.last_activity_at
    actions.ask_for_details(rep, other.id)
    actions.write_details(asker, other.id, CANARY)
    assert db.session.get_one(Thread, other.id).last_activity_at == before


def test_the_asker_takes_it_along_and_it_goes_when_they_leave(thread: Thread, asker: User) -> None:
    assert CANARY in json.dumps(everything_of(asker))
    leave(asker.id)
    assert columns_with(CANARY) == []


def test_the_page_costs_few_statements(make: Factory, thread: Thread, rep: User) -> None:
    browser = make.signed_in(rep)
    with counted() as statements:
        browser.get(box(thread))
    assert len(statements) <= 8, "\n".join(statements)


def test_a_thread_that_became_part_of_another_keeps_its_box_for_its_asker(
    make: Factory, thread: Thread, asker: User
) -> None:
    other = make.thread("The same somewhere else", author=make.user())
    threads.merge(make.user(role="moderator"), thread.id, other.id)
    browser = make.signed_in(asker)
    assert CANARY in browser.get(box(thread)).text
    assert browser.get(box(other)).status_code == 404
    assert post(browser, f"{box(thread)}/delete", page=box(thread)).status_code == 303
    assert columns_with(CANARY) == []
