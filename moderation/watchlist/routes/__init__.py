"""The desk's pages and the acts on a thread, on the desk's blueprint; its queues for programs."""

from moderation.watchlist.routes import handling, working
from moderation.watchlist.routes.programs import programs

__all__ = ["handling", "programs", "working"]
