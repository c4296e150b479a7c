"""A comment that is really an answer, and the other way round."""

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.core.errors import NotAllowed, Refused
from forum.threads import actions
from forum.threads.models import MarkKind, Post, PostKind, Thread, ThreadStatus
from forum.threads.queries import question_of
from tests.factories import Factory


def test_a_comment_becomes_an_answer_that_can_be_accepted(make: Factory) -> None:
    asker, helper = make.user(), make.user()
    thread = make.thread(author=asker)
    said = actions.comment(helper, question_of(thread.id).id, "Hold the button for ten seconds.")
    actions.comment_to_answer(helper, said.id)
    actions.mark(asker, said.id, MarkKind.ACCEPTED)
    thread = db.session.get_one(Thread, thread.id, populate_existing=True)
    assert (thread.status, thread.answer_count) == (ThreadStatus.SOLVED, 1)


def test_an_answer_becomes_a_comment_and_leaves_its_marks_and_takes_its_comments_along(
    make: Factory,
) -> None:
    asker, rep = make.user(), make.user(role="rep")
    thread = make.thread(author=asker)
    answer = make.answer(thread, "Same here!")
    below = actions.comment(asker, answer.id, "Since when?")
    actions.mark(asker, answer.id, MarkKind.ACCEPTED)
    actions.answer_to_comment(rep, answer.id)
    thread = db.session.get_one(Thread, thread.id, populate_existing=True)
    assert (thread.status, thread.answer_count) == (ThreadStatus.WAITING, 0)
    question = question_of(thread.id)
    parents = select(Post.parent_id).where(Post.id.in_([answer.id, below.id]))
    assert set(db.session.scalars(parents)) == {question.id}
    assert db.session.get_one(Post, answer.id).kind is PostKind.COMMENT


def test_others_do_not_convert_what_somebody_wrote(make: Factory) -> None:
    answer = make.answer(make.thread())
    with pytest.raises(NotAllowed):
        actions.answer_to_comment(make.user(), answer.id)


def test_a_question_stays_a_question(make: Factory) -> None:
    question = question_of(make.thread().id)
    with pytest.raises(NotAllowed):
        actions.answer_to_comment(make.user(role="admin"), question.id)


def test_an_answer_is_no_comment_to_lift(make: Factory) -> None:
    answer = make.answer(make.thread())
    with pytest.raises(Refused):
        actions.comment_to_answer(make.user(role="rep"), answer.id)
