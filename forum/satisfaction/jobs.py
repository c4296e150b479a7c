"""Asking, each person in a transaction of its own; safe to run twice."""

from forum.core import clock, jobs
from forum.core.db import db
from forum.satisfaction import actions
from forum.satisfaction.queries import to_be_asked


@jobs.sweep
def ask_how_it_went() -> None:
    """Whoever is due."""
    waiting = to_be_asked(clock.now())
    db.session.rollback()
    for one in waiting:
        actions.ask(one.thread_id, one.user_id)
