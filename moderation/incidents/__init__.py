"""Incidents: what many report at once, proposed, announced, followed and brought to its end."""

from flask import Flask
from flask_babel import gettext as _

from forum.core.permissions import Permission
from moderation.desk import register_queue
from moderation.incidents import listeners, panels, routes
from moderation.incidents.queries import waiting_count

__all__ = ["listeners", "panels", "register", "routes"]


def register(app: Flask) -> None:
    """Open the room; its pages hang on the desk."""


register_queue(
    "incidents",
    lambda: _("Incidents"),
    "desk.incidents.index",
    waiting_count,
    order=56,
    permission=Permission.RUN_INCIDENT,
)
