"""Who answers what: assignments, threads that rest, and who is out of office."""

from flask import Flask

from moderation.handling import jobs, listeners, merging, panels

__all__ = ["jobs", "listeners", "merging", "panels", "register"]


def register(app: Flask) -> None:
    """Open the room; its listeners and sweeps are registered by now, the desk shows the rest."""
