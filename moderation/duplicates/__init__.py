"""Likely duplicates on the desk: what waits for a word, and how often the marks are right."""

from flask import Flask
from flask_babel import gettext as _

from forum.core.permissions import Permission
from moderation.desk import register_queue
from moderation.duplicates import routes
from moderation.duplicates.queries import waiting_count

__all__ = ["register", "routes"]


def register(app: Flask) -> None:
    """Open the room; its pages hang on the desk."""


register_queue(
    "duplicates",
    lambda: _("Likely duplicates"),
    "desk.duplicates.index",
    waiting_count,
    order=55,
    permission=Permission.CONFIRM_DUPLICATE,
)
