"""Helping: what waits for an answer and is worth one, for ambassadors; and calling the team."""

from flask import Flask

from forum.helping import panels, redacting
from forum.helping.routes import blueprint

__all__ = ["panels", "redacting", "register"]


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(blueprint)
