"""Answering from the desk: what came between is said by name, and ten seconds to take it back."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.core.errors import NotFound, Refused
from forum.finding import duplicates
from forum.notifications.jobs import tell_people
from forum.notifications.models import Notification
from forum.threads import actions as threads
from forum.threads.models import Draft, Post, Thread, ThreadStatus
from moderation.audit.models import StaffAct
from moderation.watchlist import actions
from moderation.watchlist.actions import Seen
from tests.browser import post, token_on
from tests.factories import Factory
from tests.moderation.teams.test_business_time import at
from tests.moderation.watchlist.test_pages import HTMX

NOW = at("2026-03-25 10:00")
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
SetMoment = Callable[[datetime], None]


@pytest.fixture
def asked(make: Factory, it_is: SetMoment) -> Thread:
    """A question asked right now."""
    it_is(NOW)
    return make.thread()


def answers_to(thread: Thread) -> int:
    """How many answers stand there."""
    return db.session.get_one(Thread, thread.id, populate_existing=True).answer_count


def test_a_thread_locked_meanwhile_is_said_once(rep: User, make: Factory, asked: Thread) -> None:
    threads.lock(make.user(role="rep"), asked.id)
    with pytest.raises(Refused, match="was locked while you were writing") as refusal:
        actions.answer(rep, asked.id, "Restart it.", seen=Seen())
    assert "Your text was kept" in refusal.value.what_to_do
    actions.answer(rep, asked.id, "Restart it.", seen=Seen(is_locked=True))
    assert answers_to(asked) == 1


def test_a_thread_linked_meanwhile_is_said_once(rep: User, make: Factory, asked: Thread) -> None:
    other = make.thread("The same, asked before")
    duplicates.link(make.user(role="rep"), asked.id, f"thread:{other.id}")
    with pytest.raises(Refused, match="was linked elsewhere"):
        actions.answer(rep, asked.id, "Restart it.", seen=Seen(status="waiting"))
    actions.answer(rep, asked.id, "Restart it.", seen=Seen(status="duplicate"))


def test_a_claim_that_ran_out_and_was_taken_is_said_by_name(
    rep: User, make: Factory, asked: Thread, it_is: SetMoment
) -> None:
    actions.claim(rep, asked.id)
    it_is(NOW + 21 * MINUTE)
    other = make.user("Yusuf Adeyemi", role="rep")
    actions.claim(other, asked.id)
    with pytest.raises(Refused, match=r"Your claim ran out, and Yusuf Adeyemi has .* 10:41"):
        actions.answer(rep, asked.id, "Restart it.", seen=Seen(is_mine=True))
    actions.answer(rep, asked.id, "Restart it.", seen=Seen())


def test_a_claim_that_ran_out_and_nobody_took_stops_nothing(
    rep: User, asked: Thread, it_is: SetMoment
) -> None:
    actions.claim(rep, asked.id)
    it_is(NOW + 40 * MINUTE)
    actions.answer(rep, asked.id, "Restart it.", seen=Seen(is_mine=True))
    assert answers_to(asked) == 1


def test_in_the_browser_the_refused_text_is_kept_and_goes_through_next_time(
    desk: FlaskClient, rep: User, make: Factory, thread: Thread
) -> None:
    page = f"/desk/t/{thread.id}"
    fields = {
        "csrf_token": token_on(desk, page),
        "body": "Long and good.",
        "seen_status": "waiting",
    }
    threads.lock(make.user(role="rep"), thread.id)
    refusal = desk.post(f"{page}/answer", data=fields)
    assert refusal.status_code == 409
    assert "was locked while you were writing" in refusal.text
    assert "Long and good." in desk.get(page).text
    again = post(desk, f"{page}/answer", page, body="Long and good.", seen_locked="yes")
    assert again.status_code == 303


def test_nobody_is_told_before_ten_seconds(rep: User, asked: Thread, it_is: SetMoment) -> None:
    actions.answer(rep, asked.id, "Restart it.", official=True)
    it_is(NOW + 10 * SECOND)
    tell_people()
    assert db.session.scalars(select(Notification.id)).all() == []
    it_is(NOW + 20 * SECOND)
    tell_people()
    told = set(db.session.scalars(select(Notification.user_id)))
    assert asked.author_id in told


def test_taken_back_it_is_a_draft_again_and_nobody_hears(
    rep: User, asked: Thread, it_is: SetMoment
) -> None:
    sent = actions.answer(rep, asked.id, "Restart it.", official=True)
    it_is(NOW + 9 * SECOND)
    for _press in range(2):
        actions.take_back(rep, sent.id)
    again = db.session.get_one(Thread, asked.id, populate_existing=True)
    assert (again.status, again.official_post_id) == (ThreadStatus.WAITING, None)
    draft = db.session.scalars(select(Draft).where(Draft.user_id == rep.id)).one()
    assert (draft.place, draft.fields["body"]) == (f"answer:{asked.id}", "Restart it.")
    it_is(NOW + 10 * MINUTE)
    tell_people()
    assert db.session.scalars(select(Notification.id)).all() == []
    taken = select(StaffAct.object_id).where(StaffAct.verb == "take-back")
    assert db.session.scalars(taken).all() == [sent.id]


def test_after_that_it_is_out(rep: User, asked: Thread, it_is: SetMoment) -> None:
    sent = actions.answer(rep, asked.id, "Restart it.")
    it_is(NOW + 14 * SECOND)
    with pytest.raises(Refused, match="10 seconds are over"):
        actions.take_back(rep, sent.id)
    assert answers_to(asked) == 1


def test_it_works_in_a_locked_thread_too(rep: User, make: Factory, asked: Thread) -> None:
    threads.lock(make.user(role="rep"), asked.id)
    sent = actions.answer(rep, asked.id, "Restart it.")
    actions.take_back(rep, sent.id)
    assert answers_to(asked) == 0


def test_only_ones_own_answer(rep: User, make: Factory, asked: Thread) -> None:
    sent = actions.answer(rep, asked.id, "Restart it.")
    for somebody in (make.user(role="rep"), make.user(role="member")):
        with pytest.raises(NotFound):
            actions.take_back(somebody, sent.id)


@pytest.mark.parametrize("with_next", [True, False])
def test_the_page_after_an_answer_offers_to_take_it_back(
    desk: FlaskClient, make: Factory, rep: User, thread: Thread, with_next: bool
) -> None:
    if with_next:
        make.thread("Crackling on channel 3", at=clock.now() - timedelta(days=8))
    page = f"/desk/t/{thread.id}"
    sent = post(desk, f"{page}/answer?queue=overdue", page, body="Update to 4.2.1.")
    after = desk.get(sent.location)
    assert "/take-back" in after.text
    post_id = db.session.scalars(select(Post.id).where(Post.author_id == rep.id)).one()
    taken = post(desk, f"/desk/answers/{post_id}/take-back", page)
    assert taken.location == page
    assert "Update to 4.2.1." in desk.get(page).text
    assert "/take-back" not in desk.get(sent.location).text


def test_with_scripts_it_comes_with_the_next_pane(
    desk: FlaskClient, make: Factory, thread: Thread
) -> None:
    make.thread("Crackling on channel 3", at=clock.now() - timedelta(days=8))
    page = f"/desk/t/{thread.id}"
    fields = {"csrf_token": token_on(desk, page), "body": "Update."}
    answer = desk.post(f"{page}/answer", data=fields, headers=HTMX)
    assert "/take-back" in answer.text
    assert "sent=" not in answer.headers["HX-Push-Url"]
