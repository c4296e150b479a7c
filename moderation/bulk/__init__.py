"""The same for many questions at once, to be taken back at once."""

from flask import Flask

from moderation.bulk import routes

__all__ = ["register", "routes"]


def register(app: Flask) -> None:
    """Open the room; its pages hang on the desk by now."""
