"""When one question becomes part of another, what was proposed of it goes along."""

from sqlalchemy import select

from forum.core.db import db
from forum.core.events import listens_to
from forum.threads.events import ThreadMerged, ThreadUnmerged
from forum.threads.models import ThreadMerge
from moderation.promotion.actions.deciding import waiting_proposal
from moderation.promotion.models import ArticleProposal

PROPOSALS = "article_proposals"


@listens_to(ThreadMerged)
def lead_to_where_it_stands(event: ThreadMerged) -> None:
    """Where something waits there already, this one waits until they are apart again."""
    waiting = waiting_proposal(event.thread_id)
    if waiting is not None and waiting_proposal(event.into_id) is None:
        merge = db.session.get_one(ThreadMerge, event.merge_id)
        merge.remember(PROPOSALS, [waiting.id])
        waiting.thread_id = event.into_id
        db.session.flush()


@listens_to(ThreadUnmerged)
def lead_back(event: ThreadUnmerged) -> None:
    """It is about the question again that it was about."""
    merge = db.session.get_one(ThreadMerge, event.merge_id)
    rows = select(ArticleProposal).where(ArticleProposal.id.in_(merge.moved_ids(PROPOSALS)))
    for proposal in db.session.scalars(rows):
        proposal.thread_id = event.thread_id
    db.session.flush()
