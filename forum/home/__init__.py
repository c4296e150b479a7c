"""The front page."""

from flask import Flask

from forum.home.routes import blueprint


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(blueprint)
