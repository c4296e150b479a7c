"""The desk's pages and the acts on a thread, all on the desk's blueprint."""

from moderation.watchlist.routes import handling, working

__all__ = ["handling", "working"]
