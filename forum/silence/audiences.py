"""Whom "did it help?" still concerns when it is told: looked at again, a moment or a day later."""

from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.notifications.audiences import finds_people
from forum.notifications.models import Happening, NotificationKind
from forum.silence.models import AskerCheck
from forum.silence.policy import waits_for_asker
from forum.silence.queries import answers_for
from forum.threads.models import Thread
from forum.threads.queries import visible_to


@finds_people(NotificationKind.CHECK)
def the_silent_asker(happening: Happening) -> list[int]:
    """The asker, unless the answer or the thread is gone for them, or all is settled."""
    asker = db.session.scalar(
        select(User)
        .join(AskerCheck, AskerCheck.user_id == User.id)
        .where(AskerCheck.thread_id == happening.thread_id, AskerCheck.settled_at.is_(None))
    )
    if asker is None:
        return []
    thread = db.session.scalar(visible_to(asker).where(Thread.id == happening.thread_id))
    if thread is None or thread.author_id != asker.id or not waits_for_asker(thread):
        return []
    shown = {post.id for post in answers_for(thread, asker)}
    return [asker.id] if happening.post_id in shown else []
