"""Who may change teams, calendars and policies. Pure."""

from forum.core.errors import NotAllowed
from forum.core.permissions import Actor, Permission


def ensure_may_manage(actor: Actor) -> None:
    """Refuse whoever does not look after the site; raises NotAllowed."""
    if not actor.can(Permission.MANAGE_SITE):
        raise NotAllowed()
