"""What becomes of a proposal, and how whoever made it hears of it."""

from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.core.pages import path_to
from forum.notifications.actions import happened
from forum.notifications.models import NotificationKind
from forum.threads.models import Thread
from moderation.promotion.models import ArticleProposal


def answer_proposal(actor: User, thread_id: int, article_id: int) -> None:
    """Inside the caller's transaction: the thread became a draft, so the proposal was heard."""
    proposal = waiting_proposal(thread_id)
    if proposal is not None:
        decide(proposal, actor, article_id, "")


def decide(proposal: ArticleProposal, actor: User, article_id: int | None, reason: str) -> None:
    """Inside the caller's transaction: a draft was made, or (None) it was declined."""
    proposal.decided_at, proposal.decided_by_id = clock.now(), actor.id
    proposal.article_id, proposal.reason = article_id, reason
    thread = db.session.get_one(Thread, proposal.thread_id)
    taken = article_id is not None
    happened(
        NotificationKind.PROPOSAL_TAKEN if taken else NotificationKind.PROPOSAL_DECLINED,
        actor.id,
        thread_id=thread.id,
        mentioned_ids=[proposal.by_id],
        elsewhere=(thread.title, path_to("threads.short", thread_id=thread.id)),
        detail=reason,
    )


def waiting_proposal(thread_id: int) -> ArticleProposal | None:
    """What was proposed for a thread and not decided yet."""
    return db.session.scalar(
        select(ArticleProposal).where(
            ArticleProposal.thread_id == thread_id, ArticleProposal.decided_at.is_(None)
        )
    )
