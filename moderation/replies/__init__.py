"""Canned replies: texts that answer many, filled in for one thread."""

from flask import Flask
from flask_babel import gettext as _

from forum.uploads.holders import column_holds_pictures
from moderation.desk import register_queue
from moderation.replies import routes
from moderation.replies.models import CannedReply

__all__ = ["register", "routes"]

register_queue("replies", lambda: _("Canned replies"), "desk.replies.index", order=65)


def register(app: Flask) -> None:
    """Open the room; its pages hang on the desk by now."""
    column_holds_pictures(CannedReply.body_en)
    column_holds_pictures(CannedReply.body_ru)
