"""A month told on one page and by mail: what was spared, where it stuck, who did what."""

from flask import Flask
from flask_babel import gettext as _

from moderation.desk import register_queue
from moderation.reporting import jobs, redacting, routes

__all__ = ["jobs", "redacting", "register", "routes"]


def register(app: Flask) -> None:
    """Open the room; its page hangs on the desk."""


register_queue("report", lambda: _("Monthly report"), "desk.reporting.index", order=88)
