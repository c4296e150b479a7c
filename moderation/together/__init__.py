"""Answering once what many asked: one answer, and the other questions of its cluster lead to it."""

from flask import Flask
from flask_babel import gettext as _

from moderation.desk import register_queue
from moderation.together import listeners, routes
from moderation.together.queries import waiting_count

__all__ = ["listeners", "register", "routes"]


def register(app: Flask) -> None:
    """Open the room; its pages hang on the desk."""


register_queue(
    "together", lambda: _("Asked by many"), "desk.together.index", waiting_count, order=54
)
