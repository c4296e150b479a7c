"""An asker who says nothing to an answer is asked once, and speaks without signing in."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.categories.models import Audience
from forum.core.db import db
from forum.silence import tokens
from forum.silence.models import AskerCheck, CheckOutcome
from forum.threads import actions as threads
from forum.threads.models import MarkKind, Thread, ThreadEvent, ThreadEventKind, ThreadStatus
from tests.browser import token_on
from tests.factories import Factory
from tests.forum.conftest import Later
from tests.forum.silence.conftest import mails_about, mails_to, sweep
from tests.statements import counted

ASKED = "Did this answer help?"


@pytest.fixture
def answered(make: Factory, thread: Thread, later: Later) -> Thread:
    """The question with an answer that was mailed two days later."""
    make.answer(thread, "Restart it with the **small** button.", author=make.user("Otto"))
    later(days=2, minutes=1)
    sweep()
    return thread


def link_to(asker: User) -> str:
    """The path of the link in the mail."""
    (mail,) = mails_about(asker, ASKED)
    found = re.search(r"(/helped/\S+)", mail.text)
    assert found
    return found.group(1)


def press(client: FlaskClient, link: str, button: str, **fields: str) -> int:
    """Press one of the two buttons; gives the status."""
    token = token_on(client, link)
    return client.post(f"{link}/{button}", data={"csrf_token": token, **fields}).status_code


def kinds(thread: Thread) -> list[ThreadEventKind]:
    """The timeline."""
    rows = select(ThreadEvent.kind).where(ThreadEvent.thread_id == thread.id)
    return list(db.session.scalars(rows.order_by(ThreadEvent.id)))


def test_a_silent_asker_gets_one_mail_however_often_the_sweep_runs(
    answered: Thread, asker: User, later: Later
) -> None:
    sweep()
    later(days=5)
    sweep()
    assert len(mails_about(asker, ASKED)) == 1


def test_nobody_is_asked_before_two_days(
    make: Factory, thread: Thread, asker: User, later: Later
) -> None:
    make.answer(thread)
    later(days=1, hours=23)
    sweep()
    assert not mails_about(asker, ASKED)


def test_whoever_wrote_something_is_not_asked(
    make: Factory, thread: Thread, asker: User, later: Later
) -> None:
    answer = make.answer(thread)
    later(hours=1)
    threads.comment(asker, answer.id, "I try it tonight.")
    later(days=4)
    sweep()
    assert not mails_about(asker, ASKED)


def test_a_second_answer_does_not_ask_a_second_time(
    answered: Thread, make: Factory, asker: User, later: Later
) -> None:
    make.answer(answered, "Or pull the plug.")
    later(days=5)
    sweep()
    assert len(mails_about(asker, ASKED)) == 1


def test_answers_from_long_ago_are_history(
    make: Factory, thread: Thread, asker: User, later: Later
) -> None:
    make.answer(thread)
    later(days=300)
    sweep()
    assert not mails_about(asker, ASKED)


def test_whoever_switched_mail_off_hears_of_it_in_the_inbox_alone(
    make: Factory, thread: Thread, asker: User, later: Later
) -> None:
    asker.wants_mail = False
    db.session.commit()
    make.answer(thread)
    later(days=3)
    sweep()
    db.session.refresh(asker)
    assert mails_to(asker) == []
    assert asker.unread == 2  # the answer, and the question


def test_the_mail_speaks_the_language_of_its_reader(
    make: Factory, thread: Thread, asker: User, later: Later
) -> None:
    asker.language = "ru"
    db.session.commit()
    make.answer(thread)
    later(days=3)
    sweep()
    assert mails_to(asker)[-1].subject.endswith(thread.title)
    assert "/helped/" in mails_to(asker)[-1].text


@pytest.mark.parametrize("what", ["gone", "hidden", "locked", "moved", "solved", "known"])
def test_nobody_is_asked_about_what_is_gone_or_settled(
    make: Factory, thread: Thread, asker: User, later: Later, what: str
) -> None:
    answer = make.answer(thread)
    rep = make.user(role="moderator")
    if what == "gone":
        threads.delete_post(rep, answer.id)
    elif what == "hidden":
        db.session.get_one(Thread, thread.id).hidden_at = thread.created_at
        db.session.commit()
    elif what == "locked":
        threads.lock(rep, thread.id)
    elif what == "moved":
        threads.move(rep, thread.id, make.category("team", audience=Audience.STAFF).id)
    elif what == "solved":
        threads.mark(rep, answer.id, MarkKind.VERIFIED)
    else:
        threads.mark_known_issue(rep, thread.id, threads.Known())
    later(days=3)
    sweep()
    assert not mails_about(asker, ASKED)


def test_a_mail_that_was_not_sent_yet_is_taken_back_when_the_answer_goes(
    answered: Thread, make: Factory, asker: User
) -> None:
    check = db.session.scalars(select(AskerCheck)).one()
    threads.delete_post(make.user(role="moderator"), check.post_id)
    assert not mails_about(asker, ASKED)
    assert check.outcome is CheckOutcome.OVERTAKEN


def test_looking_at_the_page_changes_nothing(
    answered: Thread, asker: User, client: FlaskClient
) -> None:
    page = client.get(link_to(asker))
    assert page.status_code == 200
    assert "small" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert db.session.scalars(select(AskerCheck)).one().outcome is None
    assert db.session.get_one(Thread, answered.id).status is ThreadStatus.ANSWERED


def test_the_page_costs_few_statements(answered: Thread, asker: User, client: FlaskClient) -> None:
    link = link_to(asker)
    with counted() as statements:
        client.get(link)
    assert len(statements) <= 8, "\n".join(statements)


def test_it_works_accepts_the_answer(answered: Thread, asker: User, client: FlaskClient) -> None:
    assert press(client, link_to(asker), "works") == 303
    thread = db.session.get_one(Thread, answered.id)
    assert thread.status is ThreadStatus.SOLVED
    assert thread.accepted_post_id is not None
    assert "Thank you" in client.get(link_to_any(asker)).text


def link_to_any(asker: User) -> str:
    """The link of what was asked last, also when its mail is gone."""
    check = db.session.scalars(select(AskerCheck)).one()
    return "/helped/" + tokens.make(tokens.Named(check.id, check.thread_id, check.user_id))


def test_with_several_answers_the_page_asks_which(
    answered: Thread, make: Factory, asker: User, client: FlaskClient
) -> None:
    other = make.answer(answered, "Or pull the plug.")
    link = link_to(asker)
    assert "Which answer was it?" in client.get(link).text
    assert press(client, link, "works", answer=str(other.id)) == 303
    assert db.session.get_one(Thread, answered.id).accepted_post_id == other.id


def test_not_yet_opens_it_again_with_a_word(
    answered: Thread, asker: User, client: FlaskClient
) -> None:
    assert press(client, link_to(asker), "not-yet", word="Still red") == 303
    assert kinds(answered) == [ThreadEventKind.REOPENED]
    said = db.session.scalars(select(ThreadEvent)).one()
    assert said.detail == "Still red"
    assert said.actor_id == asker.id


def test_after_not_yet_a_new_answer_is_asked_about_again(
    answered: Thread, make: Factory, asker: User, client: FlaskClient, later: Later
) -> None:
    press(client, link_to(asker), "not-yet")
    later(days=4)
    sweep()
    assert db.session.scalar(select(func.count(AskerCheck.id))) == 1
    make.answer(answered, "Then replace it.")
    later(days=7)
    sweep()
    assert db.session.scalar(select(func.count(AskerCheck.id))) == 2


def test_a_word_said_twice_counts_once(answered: Thread, asker: User, client: FlaskClient) -> None:
    link = link_to(asker)
    token = token_on(client, link)
    assert client.post(f"{link}/not-yet", data={"csrf_token": token}).status_code == 303
    assert client.post(f"{link}/works", data={"csrf_token": token}).status_code == 409
    assert kinds(answered) == [ThreadEventKind.REOPENED]


@pytest.mark.parametrize("spoilt", ["other", "longer", "foreign"])
def test_a_link_that_was_not_signed_here_leads_nowhere(
    answered: Thread, asker: User, client: FlaskClient, spoilt: str
) -> None:
    link = link_to(asker)
    check = db.session.scalars(select(AskerCheck)).one()
    addresses = {
        "other": "/helped/" + tokens.make(tokens.Named(check.id, check.thread_id, asker.id + 1)),
        "longer": link + "x",
        "foreign": "/helped/nonsense",
    }
    assert client.get(addresses[spoilt]).status_code == 404
    assert client.post(addresses[spoilt] + "/works").status_code in {400, 404}


def test_a_link_holds_for_a_month(
    answered: Thread, asker: User, client: FlaskClient, later: Later
) -> None:
    link = link_to(asker)
    later(days=31)
    assert client.get(link).status_code == 200
    later(days=33)
    assert client.get(link).status_code == 404


def test_a_thread_out_of_sight_has_no_page(
    answered: Thread, make: Factory, asker: User, client: FlaskClient
) -> None:
    link = link_to(asker)
    threads.move(
        make.user(role="rep"), answered.id, make.category("team", audience=Audience.STAFF).id
    )
    assert client.get(link).status_code == 404


def test_after_a_week_without_a_word_it_counts_as_answered(
    answered: Thread, asker: User, client: FlaskClient, later: Later
) -> None:
    link = link_to(asker)
    later(days=9, hours=1)
    sweep()
    sweep()
    thread = db.session.get_one(Thread, answered.id)
    assert thread.silent_at is not None
    assert thread.status is ThreadStatus.ANSWERED
    assert kinds(answered) == [ThreadEventKind.SILENT]
    assert press(client, link, "not-yet") == 303  # it is never too late to say so
    assert db.session.get_one(Thread, answered.id).silent_at is None


def test_a_clock_that_jumps_there_and_back_does_no_harm(
    answered: Thread, asker: User, later: Later
) -> None:
    later(days=-300)
    sweep()
    later(days=4)
    sweep()
    assert db.session.get_one(Thread, answered.id).silent_at is None
    assert len(mails_about(asker, ASKED)) == 1


def test_the_asker_brings_it_back_by_writing(answered: Thread, asker: User, later: Later) -> None:
    later(days=10)
    sweep()
    threads.post_answer(asker, answered.id, "It happens again.")
    assert db.session.get_one(Thread, answered.id).silent_at is None
    assert kinds(answered) == [ThreadEventKind.SILENT, ThreadEventKind.RESUMED]
