"""What the outside reads: search engines, chats that show a card beside a link, feed readers."""

from flask import Flask

from forum.syndication import describing, heads, redacting
from forum.syndication.routes import blueprint

__all__ = ["describing", "redacting", "register"]


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(blueprint)
    heads.init_app(app)
