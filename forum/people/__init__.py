"""Profile pages, the list of people, and taking one's data along."""

from flask import Flask

from forum.people import listeners, routes

__all__ = ["listeners", "register"]


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(routes.blueprint)
