"""Who answers what: assignments, threads that rest, and who is out of office."""

from flask import Flask

from moderation.handling import jobs, listeners

__all__ = ["jobs", "listeners", "register"]


def register(app: Flask) -> None:
    """Open the room; its listeners and sweeps are registered by now, the desk shows the rest."""
