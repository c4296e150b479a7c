"""How many views somebody may save, and who may change one. Pure."""

from forum.core.permissions import Actor, Permission
from moderation.saved.models import SavedView

VIEWS_MAX = 20  # of one's own: they stand beside the queues, one below the other


def can_work(actor: Actor) -> bool:
    """Whether the desk exists for this person."""
    return actor.can(Permission.WORK_DESK)


def can_change(actor: Actor, view: SavedView) -> bool:
    """Whether it is the actor's own; a team's view is changed by whoever saved it."""
    return view.owner_id == actor.id
