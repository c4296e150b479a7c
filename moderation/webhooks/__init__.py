"""Webhooks: programs outside are told what happens here, signed, and told again when they fail."""

from flask import Flask
from flask_babel import gettext as _

from forum.core.permissions import Permission
from moderation.desk import register_queue
from moderation.webhooks import delivering, listeners, routes, stopping

__all__ = ["delivering", "listeners", "register", "routes", "stopping"]

register_queue(
    "webhooks",
    lambda: _("Webhooks"),
    "desk.webhooks.index",
    order=98,
    permission=Permission.MANAGE_SITE,
)


def register(app: Flask) -> None:
    """Open the room; its pages hang on the desk, its listeners and sweeps are registered by now."""
