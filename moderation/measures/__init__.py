"""How the desk is doing: figures about questions, people, and what those who asked say of it."""

from flask import Flask

from moderation.measures import models

__all__ = ["models", "register"]


def register(app: Flask) -> None:
    """Open the room."""
