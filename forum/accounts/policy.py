"""Who may change what about people. Pure: plain values in, yes or no out."""

from datetime import datetime, timedelta

from forum.accounts.models import User
from forum.core.permissions import Actor, Permission, Role

RENAME_AFTER = timedelta(days=30)  # readers must be able to keep faces and names together
STOOD_FOR = 1  # posts that stood until a new member is a member


def can_set_role(actor: Actor, person: User) -> bool:
    """Admins, never their own role, nor of somebody who left."""
    return (
        actor.can(Permission.MANAGE_ROLES) and actor.id != person.id and person.deleted_at is None
    )


def leaves_no_admin(person: User, admins: int, role: Role | None) -> bool:
    """Whether giving this person another role (None: leaving) would leave nobody in charge."""
    return person.role is Role.ADMIN and role is not Role.ADMIN and admins <= 1


def may_rename_at(last_renamed: datetime | None) -> datetime | None:
    """When somebody who changed their name then may do so again, or None for at once."""
    return last_renamed + RENAME_AFTER if last_renamed else None
