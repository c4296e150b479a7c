"""The public side of the knowledge base: articles that grew out of threads."""

from flask import Flask

from forum.core.slots import public_panel
from forum.knowledge.commands import knowledge
from forum.knowledge.panels import articles_of_threads
from forum.knowledge.routes import blueprint


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(blueprint)
    app.cli.add_command(knowledge)
    public_panel("thread.article", articles_of_threads)
