"""When one question becomes part of another: the clocks of both, the claim, and the notes."""

from sqlalchemy import select, update

from forum.core import clock
from forum.core.db import db
from forum.core.events import listens_to
from forum.threads.events import ThreadMerged, ThreadUnmerged
from forum.threads.models import ThreadMerge
from moderation.watchlist.keeping import rebuild
from moderation.watchlist.models import Claim, Note

NOTES = "notes"


@listens_to(ThreadMerged)
def end_its_work(event: ThreadMerged) -> None:
    """Nobody works on the one any more; what the team noted on it stands with the other."""
    db.session.execute(
        update(Claim)
        .where(Claim.thread_id == event.thread_id, Claim.released_at.is_(None))
        .values(released_at=clock.now())
        .execution_options(synchronize_session="fetch")
    )
    notes = list(db.session.scalars(select(Note.id).where(Note.thread_id == event.thread_id)))
    db.session.get_one(ThreadMerge, event.merge_id).remember(NOTES, notes)
    _lead(notes, event.into_id)
    rebuild([event.thread_id, event.into_id])


@listens_to(ThreadUnmerged)
def begin_its_work(event: ThreadUnmerged) -> None:
    """Its clock runs again as if it had never been gone."""
    merge = db.session.get_one(ThreadMerge, event.merge_id)
    _lead(merge.moved_ids(NOTES), event.thread_id)
    rebuild([event.thread_id, event.from_id])


def _lead(notes: list[int], thread_id: int) -> None:
    db.session.execute(
        update(Note)
        .where(Note.id.in_(notes))
        .values(thread_id=thread_id)
        .execution_options(synchronize_session="fetch")
    )
