"""What one click says: a vote, "I have this too", a follow."""

from flask import Flask


def register(app: Flask) -> None:
    """Open the room."""
