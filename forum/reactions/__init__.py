"""What one click says: a vote, "I have this too", a follow."""

from flask import Flask

from forum.core.slots import panel
from forum.reactions import listeners
from forum.reactions.panels import buttons
from forum.reactions.routes import blueprint

__all__ = ["listeners", "register"]


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(blueprint)
    panel("post.acts", buttons)
