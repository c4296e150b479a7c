"""Profile pages, the list of people, and taking one's data along."""

from flask import Flask

from forum.core import permissions
from forum.people import listeners, routes
from forum.people.queries import get_person

__all__ = ["listeners", "register"]


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(routes.blueprint)
    permissions.names("name", lambda name, _viewer: get_person(name))
