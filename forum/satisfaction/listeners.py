"""What people said leaves with them, and words that were taken out of a thread leave it too."""

from sqlalchemy import select, update

from forum.accounts.events import PersonLeft
from forum.core.blacking import Blacking, black_out
from forum.core.db import db
from forum.core.events import listens_to
from forum.satisfaction import actions
from forum.satisfaction.models import SatisfactionAsk
from forum.threads.events import ThreadMerged, ThreadUnmerged, WordsRedacted
from forum.threads.models import ThreadMerge

ASKS = "satisfaction_asks"


@listens_to(PersonLeft)
def forget_their_words(event: PersonLeft) -> None:
    """The marks stay, without a word."""
    actions.forget(event.user_id)


@listens_to(WordsRedacted)
def take_out_of_comments(event: WordsRedacted) -> None:
    """What people said may quote them."""
    blacking = Blacking(event.words, event.mark)
    here = SatisfactionAsk.thread_id.in_(event.thread_ids)
    black_out(blacking, SatisfactionAsk.comment, where=here)


@listens_to(ThreadMerged)
def lead_asks_on(event: ThreadMerged) -> None:
    """What people said of the one is said of the other, unless they were asked of both."""
    there = select(SatisfactionAsk.user_id).where(SatisfactionAsk.thread_id == event.into_id)
    ids = db.session.scalars(
        select(SatisfactionAsk.id).where(
            SatisfactionAsk.thread_id == event.thread_id, SatisfactionAsk.user_id.not_in(there)
        )
    ).all()
    db.session.get_one(ThreadMerge, event.merge_id).remember(ASKS, list(ids))
    _lead(list(ids), event.into_id)


@listens_to(ThreadUnmerged)
def lead_asks_back(event: ThreadUnmerged) -> None:
    """Each thread has its own again."""
    merge = db.session.get_one(ThreadMerge, event.merge_id)
    _lead(merge.moved_ids(ASKS), event.thread_id)


def _lead(ids: list[int], thread_id: int) -> None:
    db.session.execute(
        update(SatisfactionAsk)
        .where(SatisfactionAsk.id.in_(ids))
        .values(thread_id=thread_id)
        .execution_options(synchronize_session="fetch")
    )
