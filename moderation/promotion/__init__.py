"""From a resolved thread to a published article."""

from flask import Flask


def register(app: Flask) -> None:
    """Open the room."""
