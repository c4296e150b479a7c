"""Who acts on the pages of this room."""

from forum.accounts.current import current_actor
from forum.accounts.models import User
from forum.core.errors import SignInNeeded


def signed_in_user() -> User | None:
    """The person who is signed in, or None."""
    actor = current_actor()
    return actor if isinstance(actor, User) else None


def author_or_sign_in() -> User:
    """The person who is signed in; raises SignInNeeded."""
    author = signed_in_user()
    if author is None:
        raise SignInNeeded()
    return author
