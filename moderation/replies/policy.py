"""Who may do what with canned replies. Pure."""

from forum.core.permissions import Actor, Permission


def can_use(actor: Actor) -> bool:
    """Whether canned replies exist for this person."""
    return actor.can(Permission.WORK_DESK)


def can_write(actor: Actor) -> bool:
    """Lead reps and admins write what everybody sends."""
    return actor.can(Permission.WRITE_REPLIES)
