"""Threads: what people ask, and what others answer."""

from flask import Flask

from forum.core import permissions
from forum.threads import jobs, listeners, pictures
from forum.threads.commands import threads_commands
from forum.threads.queries import get_post, get_thread
from forum.threads.routes import blueprint

__all__ = ["jobs", "listeners", "pictures", "register"]


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(blueprint)
    permissions.names("thread_id", get_thread)
    permissions.names("post_id", get_post)
    app.cli.add_command(threads_commands)
    pictures.register()
