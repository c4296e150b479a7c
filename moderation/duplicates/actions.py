"""Deciding on likely duplicates. Links are logged by whoever listens to them."""

from forum.accounts.models import User
from forum.core.db import after_commit, transactional
from forum.finding import second_look
from moderation.audit.log import record
from moderation.duplicates.queries import WAITING


@transactional
def link(actor: User, thread_id: int) -> None:
    """Link the question to what it was found like.

    Raises:
        NotFound, NotAllowed, Refused: as ``second_look.confirm``.
    """
    second_look.confirm(actor, thread_id)
    after_commit(WAITING.forget)


@transactional
def dismiss(actor: User, thread_id: int) -> None:
    """Say that the two are different.

    Raises:
        NotFound, NotAllowed, Refused: as ``second_look.dismiss``.
    """
    key = second_look.dismiss(actor, thread_id)
    record(actor.id, "different", "thread", thread_id, before=key)
    after_commit(WAITING.forget)
