"""Saved views: a queue with its filters under a name, for oneself or for a team."""

from collections.abc import Sequence

from flask import Flask
from flask_babel import gettext as _

from forum.core.permissions import Actor
from moderation.desk import Queue, register_queue, register_queues
from moderation.saved import routes
from moderation.saved.queries import counted
from moderation.watchlist.filter_view import list_url

__all__ = ["register", "routes"]


def register(app: Flask) -> None:
    """Open the room; its pages hang on the desk by now."""


def _queues(viewer: Actor) -> Sequence[Queue]:
    """One's own views and those of one's teams, below the queues."""
    return [
        Queue(f"view-{one.id}", one.name, list_url(one.filters), one.number)
        for one in counted(viewer)
    ]


register_queues("saved", _queues, order=5)
register_queue("views", lambda: _("Saved views"), "desk.views", order=84)
