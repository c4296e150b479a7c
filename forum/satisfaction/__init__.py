"""How it went: those whose question was solved are asked, once in a while."""

from flask import Flask

from forum.satisfaction import models

__all__ = ["models", "register"]


def register(app: Flask) -> None:
    """Open the room."""
