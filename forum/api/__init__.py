"""The API for programs, under /api/v1."""

from flask import Flask


def register(app: Flask) -> None:
    """Open the room."""
