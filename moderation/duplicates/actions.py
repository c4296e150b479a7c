"""Deciding on likely duplicates. Links are logged by whoever listens to them."""

from forum.accounts.models import User
from forum.core.db import transactional
from forum.finding import second_look
from moderation.audit.log import record
from moderation.desk import figures


@transactional
def link(actor: User, thread_id: int) -> None:
    """Link the question to what it was found like.

    Raises:
        NotFound, NotAllowed, Refused: as ``second_look.confirm``.
    """
    second_look.confirm(actor, thread_id)
    figures.count_anew()


@transactional
def dismiss(actor: User, thread_id: int) -> None:
    """Say that the two are different.

    Raises:
        NotFound, NotAllowed, Refused: as ``second_look.dismiss``.
    """
    key = second_look.dismiss(actor, thread_id)
    record(actor.id, "different", "thread", thread_id, before=key)
    figures.count_anew()
