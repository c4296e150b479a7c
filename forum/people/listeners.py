"""When somebody leaves, what was for their eyes only goes with them."""

from sqlalchemy import delete, select

from forum.accounts.events import PersonLeft
from forum.core.db import db
from forum.core.events import listens_to
from forum.knowledge.models import ArticleFollow
from forum.notifications.models import Notification
from forum.reactions.actions import recount
from forum.reactions.models import Follow
from forum.threads.models import Submission, ThreadRead


@listens_to(PersonLeft)
def forget_what_was_private(event: PersonLeft) -> None:
    """Inbox, reading marks and follows; the threads room drops the drafts."""
    followed = db.session.scalars(
        select(Follow.thread_id).where(Follow.user_id == event.user_id)
    ).all()
    for model in (Submission, ThreadRead, Notification, Follow, ArticleFollow):
        db.session.execute(delete(model).where(model.user_id == event.user_id))
    recount(list(followed))
