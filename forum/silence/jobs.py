"""Sweeps over silence: each thread in a transaction of its own, safe to run twice."""

from forum.core import clock, jobs
from forum.core.db import db
from forum.silence import actions
from forum.silence.queries import details_missing, to_be_asked, unanswered_checks


@jobs.sweep
def ask_silent_askers() -> None:
    """Ask whether it helped."""
    for thread_id in to_be_asked(clock.now()):
        actions.ask_asker(thread_id)


@jobs.sweep
def let_silent_threads_rest() -> None:
    """What was asked long ago without an answer waits no more."""
    for check_id in [check.id for check in unanswered_checks(clock.now())]:
        actions.let_rest(check_id)


@jobs.sweep
def remind_of_details() -> None:
    """Remind, and after the last reminder wait no more."""
    waiting = details_missing(clock.now())
    db.session.rollback()
    for thread_id in waiting:
        actions.remind_or_close(thread_id)
