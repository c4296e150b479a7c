"""The staff area: one gate, one layout, one blueprint under which the rest hang.

A room adds pages to ``desk`` (or nests a blueprint of its own in it) when it is imported, before
the application registers ``desk``; and an entry in the list of queues with ``register_queue``.
"""

from flask import Flask

from moderation.desk.blueprint import current_rep, desk
from moderation.desk.queue_nav import Queue, register_queue, register_queues

__all__ = ["Queue", "current_rep", "desk", "register", "register_queue", "register_queues"]


def register(app: Flask) -> None:
    """Open the room, with everything that other rooms have hung under it."""
    app.register_blueprint(desk)
