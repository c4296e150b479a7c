"""Pages and acts of promotion: on threads, in the editor, through the states, over the queues."""

from moderation.desk import desk
from moderation.promotion.routes import checking, ready, states, threads, translating, writing
from moderation.promotion.routes.base import articles

__all__ = ["checking", "ready", "states", "threads", "translating", "writing"]

desk.register_blueprint(articles)
