"""``/styleguide``: every component in all its states, for those who build the site.

It is there with ``DEBUG=on`` only. A component without samples fails a test.
"""

from flask import Flask

from moderation.styleguide import routes

__all__ = ["register", "routes"]


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(routes.blueprint)
