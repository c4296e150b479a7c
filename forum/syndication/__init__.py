"""What the outside reads: search engines, chats that show a card beside a link, feed readers."""

from flask import Flask

from forum.syndication import describing, heads
from forum.syndication.routes import blueprint

__all__ = ["describing", "register"]


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(blueprint)
    heads.init_app(app)
