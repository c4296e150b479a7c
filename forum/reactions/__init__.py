"""What one click says: a vote, "I have this too", a follow."""

from flask import Flask

from forum.core.slots import panel
from forum.reactions import listeners, merging
from forum.reactions.commands import reactions_commands
from forum.reactions.panels import buttons
from forum.reactions.routes import blueprint

__all__ = ["listeners", "merging", "register"]


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(blueprint)
    app.cli.add_command(reactions_commands)
    panel("post.acts", buttons)
