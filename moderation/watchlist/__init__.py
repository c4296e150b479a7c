"""The watchlist: clocks, queues, claims and notes, so that nobody waits unseen."""

from collections.abc import Sequence

from flask import Flask, url_for
from flask_babel import gettext as _

from forum.core.permissions import Actor
from forum.uploads.holders import column_holds_pictures
from moderation.desk import Queue, register_queue, register_queues
from moderation.watchlist import (
    jobs,
    listeners,
    merging,
    panels,
    redacting,
    routes,
    searching,
    signals,
    wording,
)
from moderation.watchlist.commands import watchlist_commands
from moderation.watchlist.keeping import rebuild
from moderation.watchlist.models import Note
from moderation.watchlist.queries import counts
from moderation.watchlist.queues import QueueName

__all__ = [
    "jobs",
    "listeners",
    "merging",
    "panels",
    "rebuild",
    "redacting",
    "register",
    "routes",
    "searching",
    "signals",
]


def register(app: Flask) -> None:
    """Open the room."""
    app.cli.add_command(watchlist_commands)
    column_holds_pictures(Note.source)
    app.register_blueprint(routes.programs)


def _queues(viewer: Actor) -> Sequence[Queue]:
    """The watchlist's entries beside the desk, with their counts."""
    return [
        Queue(
            name=name.value,
            text=wording.queue_name(name),
            url=url_for("desk.home", queue=name.value if name is not QueueName.NEXT else None),
            count=count,
            tone="late" if name is QueueName.OVERDUE and count else "",
        )
        for name, count in counts(viewer).items()
    ]


register_queues("watchlist", _queues, order=0)
register_queue("absence", lambda: _("Out of office"), "desk.absence", order=85)
