"""People: accounts, roles, sign-in, sessions, preferences."""

from flask import Flask

from forum.accounts.current import current_actor, preferred_language
from forum.accounts.models import User

__all__ = ["User", "current_actor", "preferred_language", "register"]


def register(app: Flask) -> None:
    """Open the room."""
    from flask_login import LoginManager  # provisional

    from forum.core.db import db

    manager = LoginManager(app)
    manager.user_loader(lambda key: db.session.get(User, int(key)))
