"""From a resolved thread to a published article, and keeping it true."""

from collections.abc import Sequence

from flask import Flask, url_for
from flask_babel import gettext as _

from forum.core.permissions import Actor, Permission
from forum.core.slots import panel
from forum.uploads.holders import column_holds_pictures
from moderation.desk import Queue, register_queues
from moderation.promotion import jobs, listeners, merging, redacting, routes
from moderation.promotion.commands import articles_commands
from moderation.promotion.models import WaitingEdit
from moderation.promotion.panels import article_acts
from moderation.promotion.queries import counts
from moderation.promotion.routes.base import threads

__all__ = ["jobs", "listeners", "merging", "redacting", "register", "routes"]


def register(app: Flask) -> None:
    """Open the room; its pages under the desk hang on the desk's blueprint."""
    app.register_blueprint(threads)
    app.cli.add_command(articles_commands)
    panel("thread.acts", article_acts)
    column_holds_pictures(WaitingEdit.source)


def _queues(viewer: Actor) -> Sequence[Queue]:
    """Articles, what to write and what to check, with their counts."""
    if not viewer.can(Permission.WRITE_ARTICLE):
        return ()
    number = counts(viewer)
    return [
        Queue("articles", _("Articles"), url_for("desk.promotion.queue"), number.review),
        Queue(
            "articles-ready",
            _("Ready to become an article"),
            url_for("desk.promotion.ready"),
            number.ready,
        ),
        Queue(
            "articles-check", _("Articles to check"), url_for("desk.promotion.check"), number.check
        ),
    ]


register_queues("promotion", _queues, order=60)
