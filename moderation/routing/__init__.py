"""Routing: rules that give new questions to teams and say how bad they are."""

from flask import Flask
from flask_babel import gettext as _

from forum.core.permissions import Permission
from moderation.desk import register_queue
from moderation.routing import listeners, routes

__all__ = ["listeners", "register", "routes"]

register_queue(
    "routing",
    lambda: _("Routing"),
    "desk.routing.index",
    order=67,
    permission=Permission.ROUTE,
)


def register(app: Flask) -> None:
    """Open the room; its pages hang on the desk and its listener is registered by now."""
