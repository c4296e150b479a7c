"""What answers that stood here already spared: the deflection ledger, counted honestly."""

from flask import Flask
from flask_babel import gettext as _

from moderation.deflection import routes
from moderation.desk import register_queue

__all__ = ["register", "routes"]


def register(app: Flask) -> None:
    """Open the room; its page hangs on the desk."""


register_queue("deflection", lambda: _("Questions spared"), "desk.deflection.index", order=87)
