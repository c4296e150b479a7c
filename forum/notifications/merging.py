"""When one question becomes part of another: everyone is told once, and old lines lead on."""

from sqlalchemy import select, update

from forum.core.db import db
from forum.core.events import listens_to
from forum.notifications.actions import happened
from forum.notifications.models import Happening, Notification, NotificationKind
from forum.reactions.models import Follow
from forum.threads.events import ThreadMerged, ThreadUnmerged
from forum.threads.models import Post


@listens_to(ThreadMerged)
def tell_of_merge(event: ThreadMerged) -> None:
    """Who followed the one hears where it went; who followed the other, if it is solved by this."""
    followers = select(Follow.user_id).where(Follow.thread_id == event.thread_id)
    for model in (Happening, Notification):
        db.session.execute(
            update(model)
            .where(model.thread_id == event.thread_id)
            .values(thread_id=event.into_id)
            .execution_options(synchronize_session=False)
        )
    happened(
        NotificationKind.MERGED,
        event.actor_id,
        thread_id=event.into_id,
        post_id=event.solved_by_id or event.post_id,
        mentioned_ids=sorted(db.session.scalars(followers)),
    )


@listens_to(ThreadUnmerged)
def lead_lines_back(event: ThreadUnmerged) -> None:
    """Lines about its posts lead to it again."""
    here = select(Post.id).where(Post.thread_id == event.thread_id)
    for model in (Happening, Notification):
        db.session.execute(
            update(model)
            .where(model.thread_id == event.from_id, model.post_id.in_(here))
            .values(thread_id=event.thread_id)
            .execution_options(synchronize_session=False)
        )
