"""Who may do what with routing rules. Pure."""

from forum.core.permissions import Actor, Permission


def can_keep(actor: Actor) -> bool:
    """Lead reps and admins say where questions go."""
    return actor.can(Permission.ROUTE)
