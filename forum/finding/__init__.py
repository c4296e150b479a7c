"""Finding: threads and articles as search documents, suggestions, duplicates, the search page."""

from flask import Flask


def register(app: Flask) -> None:
    """Open the room."""


def start_model(app: Flask) -> None:
    """Load the encoder in the background."""
