"""Import and export."""

from flask import Flask

from moderation.exchange.articles import commands as articles_commands
from moderation.exchange.commands import imports

__all__ = ["articles_commands", "register"]


def register(app: Flask) -> None:
    """Open the room: ``flask import …``, and ``flask articles`` for taking in and out."""
    app.cli.add_command(imports)
