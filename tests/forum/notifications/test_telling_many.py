"""Telling many people holds everybody else's writes up no longer than telling a few."""

from sqlalchemy import event, func, select

from forum.core import outbox
from forum.core.db import db
from forum.notifications.jobs import tell_people
from forum.reactions import actions
from tests.factories import Factory


def statements_to_tell(make: Factory, followers: int) -> int:
    thread = make.thread()
    for _number in range(followers):
        actions.follow(make.user(), thread.id)
    make.answer(thread)
    seen: list[str] = []

    def note(*said: object) -> None:
        seen.append(str(said[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    tell_people()
    event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_it_costs_the_same_however_many_follow(make: Factory) -> None:
    assert statements_to_tell(make, 3) == statements_to_tell(make, 30)
    queued = db.session.scalar(select(func.count()).select_from(outbox.OutboxMail))
    assert queued == 3 + 30 + 2  # each asker follows their question
