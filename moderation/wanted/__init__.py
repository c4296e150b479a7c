"""What to write next: what many ask and no article answers, and what it costs."""

from flask import Flask

from moderation.wanted import routes

__all__ = ["register", "routes"]


def register(app: Flask) -> None:
    """Open the room; its pages hang on the desk by now."""
