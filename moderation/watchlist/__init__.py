"""The watchlist: clocks, queues, claims and notes, so that nobody waits unseen."""

from flask import Flask


def register(app: Flask) -> None:
    """Open the room."""
