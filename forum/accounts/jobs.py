"""What is tidied up by itself. Every sweep only looks at rows, so running twice changes nothing."""

from datetime import timedelta

from forum.accounts import actions, sessions
from forum.core import clock, jobs

UNCONFIRMED_FOR = timedelta(days=14)  # the link works for two days and can be sent again
SESSIONS_FOR = timedelta(days=90)  # a session sleeps after 30; the rest is for looking back


@jobs.sweep
def forget_what_is_old() -> None:
    """Names of accounts nobody confirmed are free again; old sessions go."""
    actions.forget_unconfirmed(clock.now() - UNCONFIRMED_FOR)
    sessions.forget_old(clock.now() - SESSIONS_FOR)
