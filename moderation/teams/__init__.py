"""Teams, when they work, and how long things may take: what the desk's clocks count by."""

from flask import Flask

from moderation.teams import panels

__all__ = ["panels", "register"]


def register(app: Flask) -> None:
    """Open the room."""
