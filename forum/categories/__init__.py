"""The category tree and who may see which part of it."""

from flask import Flask

from forum.categories import commands


def register(app: Flask) -> None:
    """Open the room."""
    app.cli.add_command(commands.categories)
