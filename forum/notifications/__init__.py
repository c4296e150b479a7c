"""Hearing about it: the inbox on the page and the mail behind it."""

from flask import Flask


def register(app: Flask) -> None:
    """Open the room."""
