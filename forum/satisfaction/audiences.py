"""Whom "how did it go?" still concerns when it is told: looked at again then."""

from sqlalchemy import select

from forum.core.db import db
from forum.notifications.audiences import finds_people
from forum.notifications.models import Happening, NotificationKind
from forum.satisfaction.models import SatisfactionAsk, SatisfactionOptOut
from forum.threads.models import Thread


@finds_people(NotificationKind.SATISFACTION)
def who_was_asked(happening: Happening) -> list[int]:
    """The one person, unless they said it, want no such questions, or the thread is gone."""
    return list(
        db.session.scalars(
            select(SatisfactionAsk.user_id)
            .join(Thread, Thread.id == SatisfactionAsk.thread_id)
            .outerjoin(SatisfactionOptOut, SatisfactionOptOut.user_id == SatisfactionAsk.user_id)
            .where(
                SatisfactionAsk.thread_id == happening.thread_id,
                SatisfactionAsk.user_id.in_(happening.mentioned_ids),
                SatisfactionAsk.answered_at.is_(None),
                SatisfactionOptOut.user_id.is_(None),
                Thread.deleted_at.is_(None),
                Thread.hidden_at.is_(None),
            )
        )
    )
