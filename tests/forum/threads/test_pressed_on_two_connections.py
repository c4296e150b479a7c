"""The same button pressed twice, each press on a connection that does not see the other yet."""

from typing import Any

import pytest
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.core.db import db
from forum.threads import actions
from forum.threads.actions import answering, asking, posting
from forum.threads.models import Post, Thread
from forum.threads.queries import question_of
from tests.factories import Factory

KEY = "one press"


@pytest.fixture(autouse=True)
def blind_once(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The first look of the second press comes too early, as on a database with many writers."""
    looks: list[str] = []

    def look(author: User, key: str) -> Post | None:
        looks.extend([key] if key else [])
        return posting.already_sent(author, key) if len(looks) > 2 else None

    for room in (answering, asking):
        monkeypatch.setattr(room, "already_sent", look)
    return looks


def count(model: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_an_answer_pressed_twice_stands_once(make: Factory) -> None:
    thread, author = make.thread(), make.user()
    first = actions.post_answer(author, thread.id, "Restart it.", submission_key=KEY)
    again = actions.post_answer(author, thread.id, "Restart it.", submission_key=KEY)
    assert first.id == again.id
    assert count(Post) == 2


def test_a_comment_pressed_twice_stands_once(make: Factory) -> None:
    thread, author = make.thread(), make.user()
    parent = question_of(thread.id).id
    first = actions.comment(author, parent, "Me too.", submission_key=KEY)
    assert actions.comment(author, parent, "Me too.", submission_key=KEY).id == first.id
    assert count(Post) == 2


def test_a_question_pressed_twice_is_asked_once(make: Factory) -> None:
    author = make.user()
    question = actions.Question("The hub blinks red", "Why?", make.category().id)
    first = actions.ask(author, question, submission_key=KEY)
    assert actions.ask(author, question, submission_key=KEY).id == first.id
    assert count(Thread) == 1
