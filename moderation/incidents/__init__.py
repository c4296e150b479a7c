"""Incidents: what many report at once, proposed, announced, followed and brought to its end."""

from flask import Flask

from moderation.incidents import models

__all__ = ["models", "register"]


def register(app: Flask) -> None:
    """Open the room; its pages hang on the desk."""
