"""A believable community for a first look; only ever in an empty database."""

from flask import Flask


def register(app: Flask) -> None:
    """Open the room."""


def prepare(app: Flask) -> None:
    """Fill an empty database, in a demo."""
