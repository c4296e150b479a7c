"""Whom news of private details concern, looked at again when they are told."""

from typing import Any

from sqlalchemy import Select, select

from forum.accounts.models import User
from forum.confidential import policy
from forum.confidential.models import PrivateDetails
from forum.core.db import db
from forum.notifications.audiences import finds_people
from forum.notifications.models import Happening, NotificationKind
from forum.threads.models import Thread
from forum.threads.queries import visible_to


@finds_people(NotificationKind.PRIVATE_ASKED)
@finds_people(NotificationKind.PRIVATE_TICKET)
def the_asker(happening: Happening) -> list[int]:
    """Who asked, while the thread is there for them."""
    return _knowing(happening, select(Thread.author_id).where(Thread.id == happening.thread_id))


@finds_people(NotificationKind.PRIVATE_WRITTEN)
def who_asked_for_it(happening: Happening) -> list[int]:
    """Whoever of the team asked for it last, while they are of the team."""
    return _knowing(
        happening,
        select(PrivateDetails.asked_by_id).where(PrivateDetails.thread_id == happening.thread_id),
    )


def _knowing(happening: Happening, person_id: Select[Any]) -> list[int]:
    person = db.session.scalar(select(User).where(User.id.in_(person_id)))
    if person is None:
        return []
    thread = db.session.scalar(visible_to(person).where(Thread.id == happening.thread_id))
    knows = thread is not None and not thread.is_gone and policy.can_know(person, thread)
    return [person.id] if knows else []
