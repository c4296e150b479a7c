"""How it went: those whose question was solved are asked, once in a while."""

from flask import Flask

from forum.core.slots import panel
from forum.satisfaction import audiences, jobs, listeners
from forum.satisfaction.panels import faces
from forum.satisfaction.routes import blueprint

__all__ = ["audiences", "jobs", "listeners", "register"]


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(blueprint)
    panel("thread.aside", faces)
