"""Choosing the common questions: at most fifteen, in an order made by hand."""

from flask import Flask
from flask_babel import gettext as _

from forum.core.permissions import Permission
from moderation.desk import register_queue
from moderation.faq import routes

__all__ = ["register", "routes"]

register_queue(
    "faq",
    lambda: _("Common questions"),
    "desk.faq.index",
    order=65,
    permission=Permission.PUBLISH_ARTICLE,
)


def register(app: Flask) -> None:
    """Open the room; its pages hang on the desk by now."""
