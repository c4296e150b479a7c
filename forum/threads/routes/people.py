"""Who acts on the pages of this room."""

from forum.accounts.current import current_actor
from forum.accounts.models import User


def signed_in_user() -> User | None:
    """The person who is signed in, or None."""
    actor = current_actor()
    return actor if isinstance(actor, User) else None
