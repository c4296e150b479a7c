"""What happens when nobody says anything: asking whether it helped, reminding, letting rest."""

from flask import Flask

from forum.silence import audiences, jobs, listeners
from forum.silence.routes import blueprint

__all__ = ["audiences", "jobs", "listeners", "register"]


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(blueprint)
