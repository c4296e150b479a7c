"""Who sees the help-wanted queue, and when the team can be called. Pure."""

from forum.core.permissions import Actor, Permission, Role
from forum.threads.models import Thread, ThreadStatus

WAITS = frozenset({ThreadStatus.WAITING, ThreadStatus.ANSWERED})


def can_help(actor: Actor) -> bool:
    """Ambassadors and staff."""
    return actor.can(Permission.HELP_WANTED)


def can_be_called_for(thread: Thread) -> bool:
    """Whether the team is still of use: nobody of it answered, and the question is open."""
    return (
        thread.wants_answer
        and thread.status in WAITS
        and thread.staff_answered_at is None
        and thread.locked_at is None
        and not thread.is_gone
    )


def can_set_scope(actor: Actor, role: Role) -> bool:
    """Admins say where ambassadors help."""
    return actor.can(Permission.MANAGE_ROLES) and role is Role.AMBASSADOR
