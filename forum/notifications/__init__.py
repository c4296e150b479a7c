"""Hearing about it: the inbox on the page and the mail behind it."""

from flask import Flask

from forum.notifications import articles, jobs, listeners, merging, redacting
from forum.notifications.routes import blueprint

__all__ = ["articles", "jobs", "listeners", "merging", "redacting", "register"]


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(blueprint)
