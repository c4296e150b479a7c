"""Who may say that a question was answered elsewhere. Pure."""

from forum.core.permissions import Actor, Permission
from forum.threads.models import Thread
from forum.threads.policy import owns


def can_link(actor: Actor, thread: Thread) -> bool:
    """Ambassadors and staff confirm duplicates."""
    return actor.can(Permission.CONFIRM_DUPLICATE) and not thread.is_gone


def can_link_own(actor: Actor, thread: Thread) -> bool:
    """The asker knows best whether a question that was found is theirs."""
    return owns(actor, thread.author_id) and not thread.is_gone


def can_unlink(actor: Actor, thread: Thread) -> bool:
    """Whoever may link, and the asker: "mine is different" needs nobody's leave."""
    return can_link(actor, thread) or can_link_own(actor, thread)
