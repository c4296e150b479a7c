"""Who may do what on the desk. Pure: plain values in, yes or no out."""

from datetime import datetime, timedelta

from forum.core.permissions import Actor, Permission
from moderation.watchlist.models import Claim

TAKE_BACK_WITHIN = timedelta(seconds=10)  # nobody is told of an answer before


def can_work(actor: Actor) -> bool:
    """Whether the desk exists for this person."""
    return actor.can(Permission.WORK_DESK)


def holds(actor: Actor, claim: Claim) -> bool:
    """Whether it is the actor's own claim, run out or not."""
    return claim.user_id == actor.id


def keeps_out(actor: Actor, claim: Claim, now: datetime) -> bool:
    """Whether somebody else's claim still stands."""
    return claim.user_id != actor.id and claim.expires_at > now
