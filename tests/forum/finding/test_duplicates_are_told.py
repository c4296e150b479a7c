"""Whoever asked what was answered before hears where."""

from sqlalchemy import select

from forum.core.db import db
from forum.finding import duplicates
from forum.notifications.jobs import tell_people
from forum.notifications.models import Notification
from tests.factories import Factory


def test_the_asker_is_told_once_that_the_answer_stands_elsewhere(make: Factory) -> None:
    asker, rep = make.user(), make.user(role="rep")
    earlier, again = (
        make.thread("It was asked before"),
        make.thread("It is asked again", author=asker),
    )
    duplicates.link(rep, again.id, f"thread:{earlier.id}")
    tell_people()
    tell_people()
    told = select(Notification.kind, Notification.thread_id).where(Notification.user_id == asker.id)
    assert [tuple(row) for row in db.session.execute(told)] == [("duplicate", again.id)]
