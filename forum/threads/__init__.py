"""Threads: what people ask, and what others answer."""

from flask import Flask


def register(app: Flask) -> None:
    """Open the room."""
