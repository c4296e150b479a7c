"""The category tree and who may see which part of it, and the products questions are about."""

from flask import Flask

from forum.categories import commands, routes


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(routes.blueprint)
    app.cli.add_command(commands.categories)
