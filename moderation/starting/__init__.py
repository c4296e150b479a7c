"""Choosing what to read first about each product, in an order made by hand."""

from flask import Flask
from flask_babel import gettext as _

from forum.core.permissions import Permission
from moderation.desk import register_queue
from moderation.starting import routes

__all__ = ["register", "routes"]

register_queue(
    "paths",
    lambda: _("Getting started"),
    "desk.paths.index",
    order=66,
    permission=Permission.PUBLISH_ARTICLE,
)


def register(app: Flask) -> None:
    """Open the room; its pages hang on the desk by now."""
