"""A question is found in the words of those who asked it again, as far as all may read them."""

from flask import Flask

from forum.accounts.models import User
from forum.core.db import db
from forum.finding import duplicates
from forum.finding.documents import documents_for
from forum.finding.wordings import WORDINGS_MAX
from forum.threads import actions
from forum.threads.queries import question_of
from tests.factories import Factory
from tests.forum.finding.conftest import MakeArticle, Suggest


def test_the_words_of_a_duplicate_lead_to_where_its_answer_stands(
    make: Factory, found: Suggest
) -> None:
    rep = make.user(role="rep")
    target = make.thread("The doorbell rings twice")
    again = make.thread("Zweimaliges Klingeln jeden Abend")
    assert [card.key for card in found("Zweimaliges Klingeln")] == [f"thread:{again.id}"]
    duplicates.link(rep, again.id, f"thread:{target.id}")
    assert [card.key for card in found("Zweimaliges Klingeln")] == [f"thread:{target.id}"]


def test_an_article_is_found_in_the_words_of_its_askers(
    make: Factory, article: MakeArticle, found: Suggest
) -> None:
    guide = article("The doorbell rings twice")
    again = make.thread("Zweimaliges Klingeln jeden Abend")
    duplicates.link(make.user(role="rep"), again.id, f"article:{guide.id}")
    assert f"article:{guide.id}" in [card.key for card in found("Zweimaliges Klingeln")]


def test_a_link_taken_back_takes_its_words_along(make: Factory, found: Suggest) -> None:
    rep = make.user(role="rep")
    target, again = make.thread("The doorbell rings twice"), make.thread("Zweimaliges Klingeln")
    duplicates.link(rep, again.id, f"thread:{target.id}")
    found("Zweimaliges Klingeln")
    duplicates.unlink(rep, again.id)
    assert [card.key for card in found("Zweimaliges Klingeln")] == [f"thread:{again.id}"]


def test_a_duplicate_out_of_sight_leaves_the_target_with_the_same_commit(
    make: Factory, found: Suggest
) -> None:
    moderator: User = make.user(role="moderator")
    target, again = make.thread("The doorbell rings twice"), make.thread("Zweimaliges Klingeln")
    duplicates.link(moderator, again.id, f"thread:{target.id}")
    found("Zweimaliges Klingeln")
    actions.delete_post(moderator, question_of(again.id).id)
    assert found("doorbell rings twice", sweep=False) == []
    assert found("Zweimaliges Klingeln") == []
    assert found("doorbell rings twice"), "its own words lead there again after the sweep"


def test_a_title_changed_is_changed_in_the_target(make: Factory, found: Suggest) -> None:
    rep = make.user(role="rep")
    target, again = make.thread("The doorbell rings twice"), make.thread("Zweimaliges Klingeln")
    duplicates.link(rep, again.id, f"thread:{target.id}")
    found("Zweimaliges Klingeln")
    question = question_of(again.id)
    edit = actions.Edit(question.source, question.revision_number, title="Doppelter Gong")
    actions.edit_post(rep, question.id, edit)
    assert found("Doppelter Gong")
    assert found("Zweimaliges Klingeln") == []


def test_what_only_staff_may_read_lends_no_words(app: Flask, make: Factory) -> None:
    rep = make.user(role="rep")
    target = make.thread("The doorbell rings twice")
    room = make.category("team-room", audience="staff")
    hidden = make.thread("Zweimaliges Klingeln", author=rep, category=room)
    duplicates.link(rep, hidden.id, f"thread:{target.id}")
    (document,) = documents_for([f"thread:{target.id}"])
    assert "Klingeln" not in document.body


def test_a_crowd_does_not_drown_the_questions_own_words(make: Factory) -> None:
    rep = make.user(role="rep")
    target = make.thread("The doorbell rings twice")
    for number in range(WORDINGS_MAX + 2):
        again = make.thread(f"Klingeln {number}")
        duplicates.link(rep, again.id, f"thread:{target.id}")
    db.session.expire_all()
    (document,) = documents_for([f"thread:{target.id}"])
    assert document.body.count("Klingeln") == WORDINGS_MAX
