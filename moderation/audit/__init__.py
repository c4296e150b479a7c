"""The staff log: every staff act is a row, written in the transaction of the act."""

from flask import Flask
from flask_babel import gettext as _

from forum.core.permissions import Permission
from moderation.audit import listeners, redacting, routes
from moderation.desk import register_queue

__all__ = ["listeners", "redacting", "register", "routes"]


def register(app: Flask) -> None:
    """Open the room; its pages hang on the desk and its listeners are registered by now."""


register_queue(
    "log", lambda: _("Staff log"), "desk.log", order=90, permission=Permission.SEE_DELETED
)
