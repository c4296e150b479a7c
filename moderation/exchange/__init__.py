"""Import and export."""

from flask import Flask

from moderation.exchange.commands import imports


def register(app: Flask) -> None:
    """Open the room: ``flask import …``."""
    app.cli.add_command(imports)
