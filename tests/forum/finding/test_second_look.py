"""After posting: the whole text is compared once more, and the asker says whether it is it."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.core.errors import NotAllowed, NotFound, Refused
from forum.finding import duplicates, second_look
from forum.finding.engine import finding
from forum.finding.jobs import refresh_index
from forum.finding.looking import look_again
from forum.finding.models import LookVerdict, Occasion, Outcome, SecondLook, ShownSuggestion
from forum.finding.verdicts import judged
from forum.threads import actions
from forum.threads.models import MarkKind, Thread, ThreadStatus
from tests.browser import post
from tests.factories import Factory

TITLE, BODY = "The doorbell rings twice", "Every evening, also when nobody is there."


@pytest.fixture
def asker(make: Factory) -> User:
    return make.user("Ada")


@pytest.fixture
def original(make: Factory) -> Thread:
    thread = make.thread(TITLE, BODY)
    answer = make.answer(thread, "Turn off the echo.")
    actions.mark(make.user(role="rep"), answer.id, MarkKind.OFFICIAL)
    return thread


@pytest.fixture
def again(make: Factory, asker: User, original: Thread) -> Thread:
    """The same question, asked after the original and compared with it."""
    assert original
    thread = make.thread(TITLE, BODY, author=asker)
    refresh_index()
    look_again()
    return thread


def look_of(thread: Thread) -> SecondLook:
    """What stands of a question's second look."""
    db.session.expire_all()
    return db.session.get_one(SecondLook, thread.id)


def address(thread: Thread) -> str:
    return f"/t/{thread.id}/{thread.slug}"


def test_the_asker_alone_sees_what_was_found_and_its_answer(
    again: Thread, original: Thread, asker: User, make: Factory, client: FlaskClient
) -> None:
    assert look_of(again).document_key == f"thread:{original.id}"
    page = make.signed_in(asker).get(address(again)).text
    assert "Only you see this" in page
    assert "Turn off the echo" in page
    assert f"/t/{original.id}/" in page
    for browser in (client, make.signed_in(), make.signed_in(role="rep")):
        assert "Only you see this" not in browser.get(address(again)).text


def test_the_original_is_not_compared_with_what_came_later(again: Thread, original: Thread) -> None:
    assert again
    assert look_of(original).looked_at is not None
    assert look_of(original).document_key is None


def test_looking_twice_finds_it_once(again: Thread) -> None:
    before = look_of(again).looked_at
    look_again()
    assert look_of(again).looked_at == before
    assert len(db.session.scalars(select(ShownSuggestion)).all()) == 1


def test_it_waits_for_the_index_and_for_the_model(
    make: Factory, original: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert original
    thread = make.thread(TITLE, BODY)
    look_again()
    assert look_of(thread).looked_at is None
    refresh_index()
    monkeypatch.setattr(finding().encoder, "state", "loading")
    look_again()
    assert look_of(thread).looked_at is None


def test_nobody_is_told_days_later(
    make: Factory, original: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert original
    thread = make.thread(TITLE, BODY)
    refresh_index()
    later = clock.now() + timedelta(days=4)
    monkeypatch.setattr(clock, "now", lambda: later)
    look_again()
    assert look_of(thread).looked_at is None


def test_something_else_is_left_alone(make: Factory, original: Thread) -> None:
    assert original
    thread = make.thread("Can the lamp be violet?", "Not just blue.")
    refresh_index()
    look_again()
    assert look_of(thread).looked_at is not None
    assert look_of(thread).document_key is None


def test_what_the_asker_had_tried_is_not_proposed(
    make: Factory, original: Thread, client: FlaskClient
) -> None:
    refresh_index()
    fields = {"key": f"thread:{original.id}", "ask_key": "visit-1", "outcome": "no", "text": TITLE}
    post(client, "/ask/outcome", "/ask", **fields)
    question = actions.Question(TITLE, BODY, make.category().id)
    thread = actions.ask(make.user(), question, ask_key="visit-1")
    refresh_index()
    look_again()
    assert look_of(thread).document_key is None


def test_yes_links_it(again: Thread, original: Thread, asker: User, make: Factory) -> None:
    browser = make.signed_in(asker)
    answer = post(browser, f"/t/{again.id}/same-question", address(again))
    assert answer.status_code == 303
    link = duplicates.link_in_force(again.id)
    assert link is not None
    assert link.target_thread_id == original.id
    assert look_of(again).verdict is LookVerdict.SAME
    assert "Only you see this" not in browser.get(address(again)).text
    assert [one.right for one in judged()] == [True]


def test_mine_is_different_is_kept_as_wrong(again: Thread, asker: User, make: Factory) -> None:
    browser = make.signed_in(asker)
    post(browser, f"/t/{again.id}/same-question/delete", address(again))
    assert look_of(again).verdict is LookVerdict.DIFFERENT
    row = db.session.scalars(select(ShownSuggestion)).one()
    assert (row.outcome, row.occasion) == (Outcome.NO, Occasion.POSTED)
    assert [one.right for one in judged()] == [False]
    page = browser.get(address(again)).text
    assert "Only you see this" not in page
    assert "Already tried" not in page
    with pytest.raises(Refused):
        second_look.dismiss(asker, again.id)


def test_only_the_asker_and_those_who_confirm_may_say(again: Thread, make: Factory) -> None:
    for act in (second_look.confirm, second_look.dismiss):
        with pytest.raises(NotAllowed):
            act(make.user(), again.id)
        with pytest.raises(NotFound):
            act(make.user(), 99999)
    second_look.confirm(make.user(role="ambassador"), again.id)
    assert look_of(again).verdict is LookVerdict.SAME


def test_the_asker_links_nothing_but_what_was_found(
    make: Factory, asker: User, original: Thread
) -> None:
    thread = make.thread("Another one", author=asker)
    with pytest.raises(Refused):
        second_look.confirm(asker, thread.id)
    with pytest.raises(NotAllowed):
        duplicates.link(asker, thread.id, f"thread:{original.id}")


def test_a_link_elsewhere_or_taken_back_settles_it(
    again: Thread, original: Thread, asker: User, make: Factory
) -> None:
    rep, other = make.user(role="rep"), make.thread("Something else")
    duplicates.link(rep, again.id, f"thread:{other.id}")
    assert look_of(again).verdict is LookVerdict.DIFFERENT
    duplicates.link(rep, again.id, f"thread:{original.id}")
    assert look_of(again).verdict is LookVerdict.SAME
    duplicates.unlink(asker, again.id)
    assert look_of(again).verdict is LookVerdict.DIFFERENT
    assert "Only you see this" not in make.signed_in(asker).get(address(again)).text


def test_what_is_solved_or_gone_asks_nobody(
    again: Thread, original: Thread, asker: User, make: Factory
) -> None:
    browser = make.signed_in(asker)
    db.session.get_one(Thread, again.id).status = ThreadStatus.SOLVED
    assert "Only you see this" not in browser.get(address(again)).text
    db.session.get_one(Thread, again.id).status = ThreadStatus.WAITING
    assert "Only you see this" in browser.get(address(again)).text
    db.session.get_one(Thread, original.id).hidden_at = clock.now()
    assert "Only you see this" not in browser.get(address(again)).text


def test_the_page_costs_the_asker_few_statements(
    again: Thread, asker: User, make: Factory, statements: object
) -> None:
    browser = make.signed_in(asker)
    browser.get(address(again))
    with statements() as seen:  # type: ignore[operator]
        browser.get(address(again))
    assert len(seen) <= 10, "\n".join(seen)
