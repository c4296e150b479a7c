"""Pictures that people send: taken in, drawn anew, served, and swept when no text names them."""

from flask import Flask

from forum.uploads import jobs, listeners, routes
from forum.uploads.models import Upload

__all__ = ["Upload", "jobs", "listeners", "register"]


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(routes.blueprint)
    app.add_template_global(routes.picture_door)
