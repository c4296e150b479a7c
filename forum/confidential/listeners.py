"""Who is told of private details (never what they say), and when they go for good."""

from sqlalchemy import select, update

from forum.accounts.events import PersonLeft
from forum.confidential.events import (
    PrivateDetailsAsked,
    PrivateDetailsWritten,
    PrivateTicketNamed,
)
from forum.confidential.models import PrivateDetails
from forum.core.db import db
from forum.core.events import listens_to
from forum.core.pages import path_to
from forum.notifications.actions import happened
from forum.notifications.models import NotificationKind
from forum.threads.models import Thread


@listens_to(PrivateDetailsAsked)
def tell_asker(event: PrivateDetailsAsked) -> None:
    """The asker, who alone can write there."""
    _tell(NotificationKind.PRIVATE_ASKED, event.thread_id, event.actor_id)


@listens_to(PrivateDetailsWritten)
def tell_team(event: PrivateDetailsWritten) -> None:
    """Whoever of the team asked for it."""
    if not event.removed:
        _tell(NotificationKind.PRIVATE_WRITTEN, event.thread_id, event.actor_id)


@listens_to(PrivateTicketNamed)
def tell_asker_where_it_goes_on(event: PrivateTicketNamed) -> None:
    """The asker, once there is an address."""
    if event.ticket_url:
        _tell(NotificationKind.PRIVATE_TICKET, event.thread_id, event.actor_id)


@listens_to(PersonLeft)
def erase_what_they_told(event: PersonLeft) -> None:
    """Private details are nobody's but the asker's."""
    theirs = select(Thread.id).where(Thread.author_id == event.user_id)
    db.session.execute(
        update(PrivateDetails)
        .where(PrivateDetails.thread_id.in_(theirs))
        .values(text="", written_at=None)
        .execution_options(synchronize_session="fetch")
    )


def _tell(kind: NotificationKind, thread_id: int, actor_id: int) -> None:
    thread = db.session.get_one(Thread, thread_id)
    path = path_to("confidential.show", thread_id=thread_id)
    happened(kind, actor_id, thread_id=thread_id, elsewhere=(thread.title, path))
