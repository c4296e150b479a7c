"""Teams, when they work, and how long things may take: what the desk's clocks count by."""

from flask import Flask
from flask_babel import gettext as _

from forum.core.permissions import Permission
from moderation.desk import register_queue
from moderation.teams import panels, routes

__all__ = ["panels", "register", "routes"]


def register(app: Flask) -> None:
    """Open the room; its pages hang on the desk."""


register_queue(
    "teams",
    lambda: _("Teams and times"),
    "desk.teams",
    order=97,
    permission=Permission.MANAGE_SITE,
)
