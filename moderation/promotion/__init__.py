"""From a resolved thread to a published article."""

from flask import Flask
from flask_babel import gettext as _

from forum.core.permissions import Permission
from forum.core.slots import panel
from moderation.desk import register_queue
from moderation.promotion import wanted
from moderation.promotion.panels import article_acts
from moderation.promotion.queries import waiting_count
from moderation.promotion.routes import threads

__all__ = ["register", "wanted"]

register_queue(
    "articles",
    lambda: _("Articles"),
    "desk.promotion.queue",
    waiting_count,
    order=60,
    permission=Permission.WRITE_ARTICLE,
)


def register(app: Flask) -> None:
    """Open the room; its pages under the desk hang on the desk's blueprint."""
    app.register_blueprint(threads)
    panel("thread.acts", article_acts)
