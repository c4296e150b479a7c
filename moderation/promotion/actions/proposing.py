"""Ambassadors propose articles; staff make a draft of the thread or say why not."""

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotAllowed, NotFound, Refused
from forum.core.permissions import Permission
from forum.threads.models import Thread
from forum.threads.queries import get_thread
from moderation.audit.log import record
from moderation.promotion import policy, queries
from moderation.promotion.actions.deciding import decide, waiting_proposal
from moderation.promotion.actions.promoting import (
    AlreadyPromoted,
    Promoted,
    ensure_fit,
    promote,
)
from moderation.promotion.models import ArticleProposal


@transactional
def propose(actor: User, thread_id: int, note: str = "") -> ArticleProposal:
    """Ask the team to make an article of a resolved thread.

    Raises:
        NotFound, NotAllowed. AlreadyPromoted. Refused: it is not resolved, or waits already.
    """
    if not actor.can(Permission.PROPOSE_ARTICLE):
        raise NotAllowed()
    thread = locked(Thread, get_thread(thread_id, actor).id)
    ensure_fit(thread)
    known = queries.article_of_thread(thread.id)
    if known is not None:
        raise AlreadyPromoted(known)
    if waiting_proposal(thread.id) is not None:
        raise Refused(_("Somebody proposed this thread already; the team has not decided yet."))
    proposal = ArticleProposal(
        thread_id=thread.id, by_id=actor.id, note=note, created_at=clock.now()
    )
    db.session.add(proposal)
    db.session.flush()
    record(actor.id, "propose", "thread", thread.id, reason=note)
    return proposal


def accept(actor: User, proposal_id: int) -> Promoted:
    """Make the draft, which answers what was proposed.

    Raises:
        As ``promote``. Refused: somebody decided already.
    """
    if not policy.can_write(actor):
        raise NotAllowed()
    return promote(actor, _get(proposal_id).thread_id)


@transactional
def decline(actor: User, proposal_id: int, reason: str) -> ArticleProposal:
    """Not as an article; whoever proposed it is told why.

    Raises:
        NotFound, NotAllowed. Refused: somebody decided already.
    """
    if not policy.can_write(actor):
        raise NotAllowed()
    proposal = locked(ArticleProposal, proposal_id)
    get_thread(proposal.thread_id, actor)
    if proposal.decided_at is not None:
        raise Refused(_("A colleague decided about this proposal already."))
    decide(proposal, actor, None, reason)
    record(actor.id, "decline-proposal", "thread", proposal.thread_id, reason=reason)
    return proposal


def _get(proposal_id: int) -> ArticleProposal:
    proposal = db.session.get(ArticleProposal, proposal_id, populate_existing=True)
    if proposal is None:
        raise NotFound()
    if proposal.decided_at is not None:
        raise Refused(_("A colleague decided about this proposal already."))
    return proposal
