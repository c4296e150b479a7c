"""Threads: what people ask, and what others answer."""

from flask import Flask

from forum.threads import jobs, listeners
from forum.threads.commands import threads_commands
from forum.threads.routes import blueprint

__all__ = ["jobs", "listeners", "register"]


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(blueprint)
    app.cli.add_command(threads_commands)
