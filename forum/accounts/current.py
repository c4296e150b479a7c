"""Who acts in this request."""

from typing import cast

from flask_login import current_user

from forum.core.permissions import Actor


def current_actor() -> Actor:
    """The signed-in person, or the anonymous visitor."""
    return cast(Actor, current_user._get_current_object())


def preferred_language() -> str | None:
    """What the signed-in person chose, or None."""
    return current_user.language or None
