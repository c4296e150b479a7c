"""The staff area: one gate, one layout, one blueprint under which the rest hang."""

from flask import Flask


def register(app: Flask) -> None:
    """Open the room."""
