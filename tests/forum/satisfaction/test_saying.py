"""The page behind the mail: a face, some words, another face, and no more such questions."""

import pytest
from flask.testing import FlaskClient

from forum.accounts.models import User
from forum.core.db import db
from forum.people.export import everything_of
from forum.reactions import actions as reactions
from forum.satisfaction import actions, tokens
from forum.satisfaction.models import SatisfactionAsk, SatisfactionOptOut
from forum.satisfaction.tokens import Named
from forum.threads.actions import merge, unmerge
from forum.threads.models import Thread, ThreadStatus
from tests.browser import token_on
from tests.factories import Factory
from tests.forum.conftest import Later
from tests.forum.satisfaction.conftest import (
    asks,
    mails_to,
    page_of,
    solved,
    sweep,
)


@pytest.fixture
def asked(make: Factory, asker: User, later: Later) -> SatisfactionAsk:
    """The asker has the mail."""
    solved(make, asker)
    later(days=3)
    sweep()
    return asks()[0]


def send(client: FlaskClient, row: SatisfactionAsk, path: str = "", **fields: str) -> int:
    """Send one of the page's forms; gives the status."""
    page = page_of(row)
    form = {"csrf_token": token_on(client, page), **fields}
    return client.post(f"{page}{path}", data=form).status_code


def test_a_face_and_words_without_signing_in(client: FlaskClient, asked: SatisfactionAsk) -> None:
    assert send(client, asked, score="3", comment="Quick and friendly.") == 303
    (row,) = asks()
    assert (row.score, row.comment) == (3, "Quick and friendly.")
    page = client.get(page_of(asked))
    assert "Thank you!" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_looking_says_nothing_and_a_mail_may_choose_the_face(
    client: FlaskClient, asked: SatisfactionAsk
) -> None:
    page = client.get(f"{page_of(asked)}?score=1")
    assert 'checked id="score-2"' in page.text
    assert asks()[0].score is None
    for nonsense in ("9", "x", ""):
        assert client.get(f"{page_of(asked)}?score={nonsense}").status_code == 200


@pytest.mark.parametrize("score", ["", "0", "4", "x"])
def test_what_is_no_face_is_told_and_the_words_are_kept(
    client: FlaskClient, asked: SatisfactionAsk, score: str
) -> None:
    page = page_of(asked)
    form = {"csrf_token": token_on(client, page), "score": score, "comment": "Half a thought"}
    answer = client.post(page, data=form)
    assert answer.status_code == 400
    assert "Half a thought" in answer.text
    assert asks()[0].score is None


def test_the_last_word_counts_for_seven_days(
    client: FlaskClient, asked: SatisfactionAsk, later: Later
) -> None:
    send(client, asked, score="1", comment="Too slow.")
    later(days=9, hours=23)
    send(client, asked, score="3", comment="Fast after all.")
    later(days=10, minutes=1)
    assert send(client, asked, score="2", comment="") == 409
    assert (asks()[0].score, asks()[0].comment) == (3, "Fast after all.")
    assert "stays as it is" in client.get(page_of(asked)).text


def test_a_bad_mark_opens_the_question_again(client: FlaskClient, asked: SatisfactionAsk) -> None:
    assert "Open it again" not in client.get(page_of(asked)).text
    send(client, asked, score="1")
    assert "Open it again" in client.get(page_of(asked)).text
    assert send(client, asked, "/again", word="Still red") == 303
    assert db.session.get_one(Thread, asked.thread_id).status is not ThreadStatus.SOLVED
    assert send(client, asked, "/again", word="Still red") == 409


def test_whoever_had_it_too_cannot_open_it_again(
    make: Factory, client: FlaskClient, asker: User, later: Later
) -> None:
    too = make.user("Otto", language="en")
    thread = solved(make, asker)
    reactions.have_same(too, thread.id)
    later(days=3)
    sweep()
    row = next(row for row in asks() if row.user_id == too.id)
    send(client, row, score="1")
    assert "Open it again" not in client.get(page_of(row)).text
    assert send(client, row, "/again") == 409
    assert db.session.get_one(Thread, thread.id).status is ThreadStatus.SOLVED


def test_no_more_such_questions_and_some_after_all(
    client: FlaskClient, asked: SatisfactionAsk, asker: User
) -> None:
    assert send(client, asked, "/stop") == 303
    assert send(client, asked, "/stop") == 303
    assert db.session.get(SatisfactionOptOut, asker.id)
    assert send(client, asked, "/stop/delete") == 303
    db.session.expire_all()
    assert db.session.get(SatisfactionOptOut, asker.id) is None


def test_a_link_is_good_for_one_question_to_one_person(
    make: Factory, client: FlaskClient, asked: SatisfactionAsk, later: Later
) -> None:
    others = [
        "x",
        tokens.make(Named(asked.id, make.user().id)),
        tokens.make(Named(asked.id + 1, asked.user_id)),
    ]
    for token in others:
        assert client.get(f"/satisfied/{token}").status_code == 404
    later(days=34)
    assert client.get(page_of(asked)).status_code == 404


def test_it_stands_on_the_thread_for_the_one_who_was_asked(
    make: Factory, asked: SatisfactionAsk, asker: User
) -> None:
    thread = db.session.get_one(Thread, asked.thread_id)
    address = f"/t/{thread.id}/{thread.slug}"
    mine, others = make.signed_in(asker), make.signed_in(make.user())
    assert "/satisfied/" in mine.get(address).text
    assert "/satisfied/" not in others.get(address).text
    send(mine, asked, score="3")
    assert "/satisfied/" not in mine.get(address).text


def test_words_leave_with_the_person_and_the_mark_stays(
    make: Factory, asked: SatisfactionAsk, asker: User
) -> None:
    actions.say(page_of(asked).rpartition("/")[2], 1, "Call me at home.")
    assert everything_of(asker)["satisfaction"][0]["comment"] == "Call me at home."
    actions.forget(asker.id)
    assert (asks()[0].score, asks()[0].comment) == (1, "")


def test_nobody_is_told_of_what_was_answered_or_refused_meanwhile(
    make: Factory, asker: User, later: Later
) -> None:
    solved(make, asker)
    later(days=3)
    thread_id = solved(make, make.user("Otto")).id
    row = actions.ask(asker_thread(asker), asker.id)
    assert row is not None
    actions.stop_asking(tokens.make(Named(row.id, asker.id)))
    sweep()
    assert not mails_to(asker)
    assert thread_id


def asker_thread(asker: User) -> int:
    """The number of somebody's first question."""
    found = db.session.query(Thread.id).filter(Thread.author_id == asker.id).first()
    assert found
    return int(found[0])


def test_what_was_asked_moves_with_a_merge_and_back(make: Factory, asked: SatisfactionAsk) -> None:
    boss, other = make.user(role="moderator"), make.thread("The same, asked by another")
    here = asked.thread_id
    merge(boss, here, other.id)
    assert asks()[0].thread_id == other.id
    unmerge(boss, here)
    assert asks()[0].thread_id == here
