"""What an asker tells the team alone: a box on the thread that nobody else knows of."""

from flask import Flask

from forum.confidential import audiences, listeners
from forum.confidential.routes import blueprint

__all__ = ["audiences", "listeners", "register"]


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(blueprint)
