"""Finding: threads and articles as search documents, suggestions, duplicates, the search page."""

from flask import Flask

from forum.core import health, migrations
from forum.finding import (
    clusters,
    counting,
    empty,
    engine,
    jobs,
    listeners,
    looking,
    merging,
    panels,
    redacting,
    retention,
    shown,
    telling,
)
from forum.finding.commands import search_commands
from forum.finding.engine import start_model
from forum.finding.routes import blueprint

__all__ = [
    "clusters",
    "counting",
    "jobs",
    "listeners",
    "looking",
    "merging",
    "panels",
    "redacting",
    "register",
    "retention",
    "start_model",
    "telling",
]


def register(app: Flask) -> None:
    """Open the room."""
    engine.init_app(app)
    shown.init_app(app)
    empty.init_app(app)
    migrations.beside(engine.create_tables)
    health.reports("search", lambda: engine.finding().state())
    health.reports("index", jobs.state)
    health.reports("second_model", lambda: engine.finding().state_of_second())
    panels.register()
    app.register_blueprint(blueprint)
    app.cli.add_command(search_commands)
