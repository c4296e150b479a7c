"""How the desk is doing: figures about questions, people, and what those who asked say of it."""

from flask import Flask
from flask_babel import gettext as _

from moderation.desk import register_queue
from moderation.measures import jobs, listeners, routes
from moderation.measures.commands import measures_commands

__all__ = ["jobs", "listeners", "register", "routes"]


def register(app: Flask) -> None:
    """Open the room; its pages hang on the desk."""
    app.cli.add_command(measures_commands)


register_queue("measures", lambda: _("How it goes"), "desk.measures.index", order=86)
