"""The site's name, logo and accent: a page for admins under the desk."""

from flask import Flask
from flask_babel import gettext as _

from forum.core.permissions import Permission
from moderation.desk import register_queue
from moderation.settings import routes

__all__ = ["register", "routes"]


def register(app: Flask) -> None:
    """Open the room; its pages hang on the desk."""


register_queue(
    "settings", lambda: _("Site"), "desk.settings", order=95, permission=Permission.MANAGE_SITE
)
register_queue(
    "places",
    lambda: _("Categories and products"),
    "places.index",
    order=96,
    permission=Permission.MANAGE_PLACES,
)
