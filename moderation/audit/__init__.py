"""The staff log: every staff act is a row, written in the transaction of the act."""

from flask import Flask


def register(app: Flask) -> None:
    """Open the room."""
