"""The interface for programs, under ``/api/v1``; it calls the same code as the pages."""

from flask import Flask

from forum.api import articles
from forum.api.routes import blueprint

__all__ = ["articles", "register"]


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(blueprint)
