"""Telling many people holds everybody else's writes up no longer than telling a few."""

from sqlalchemy import func, select

from forum.core import outbox
from forum.core.db import db
from forum.notifications.jobs import tell_people
from forum.reactions import actions
from tests.factories import Factory
from tests.statements import counted


def statements_to_tell(make: Factory, followers: int) -> int:
    thread = make.thread()
    for _number in range(followers):
        actions.follow(make.user(), thread.id)
    make.answer(thread)
    with counted() as seen:
        tell_people()
    return len(seen)


def test_it_costs_the_same_however_many_follow(make: Factory) -> None:
    assert statements_to_tell(make, 3) == statements_to_tell(make, 30)
    queued = db.session.scalar(select(func.count()).select_from(outbox.OutboxMail))
    assert queued == 3 + 30 + 2  # each asker follows their question
