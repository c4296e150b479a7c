"""The public side of the knowledge base: articles that grew out of threads."""

from flask import Flask


def register(app: Flask) -> None:
    """Open the room."""
