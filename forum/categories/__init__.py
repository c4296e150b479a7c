"""The category tree and who may see which part of it."""

from flask import Flask


def register(app: Flask) -> None:
    """Open the room."""
