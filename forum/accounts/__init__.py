"""People: accounts, roles, sign-in, sessions, preferences."""

from flask import Flask

from forum.accounts import (
    commands,
    confirmation,
    current,
    jobs,
    limits,
    preferences,
    routes,
    security,
)
from forum.accounts.current import (
    THEME_COOKIE,
    current_actor,
    owner_key,
    owner_key_of_visitor,
    preferred_language,
    visitor_key,
)
from forum.accounts.models import User

__all__ = [
    "THEME_COOKIE",
    "User",
    "current_actor",
    "jobs",
    "owner_key",
    "owner_key_of_visitor",
    "preferred_language",
    "register",
    "visitor_key",
]

preferences.add_to(routes.blueprint)


def register(app: Flask) -> None:
    """Open the room."""
    current.init_app(app)
    security.init_app(app)
    confirmation.init_app(app)
    limits.init_app(app)
    app.register_blueprint(routes.blueprint)
    app.cli.add_command(commands.people)
