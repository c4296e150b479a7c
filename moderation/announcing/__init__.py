"""Writing announcements: moderators and admins speak for the team."""

from flask import Flask
from flask_babel import gettext as _

from forum.core.permissions import Permission
from moderation.announcing import routes
from moderation.desk import register_queue

__all__ = ["register", "routes"]

register_queue(
    "announcements",
    lambda: _("Announcements"),
    "desk.announcing.index",
    order=70,
    permission=Permission.ANNOUNCE,
)


def register(app: Flask) -> None:
    """Open the room; its pages hang on the desk by now."""
