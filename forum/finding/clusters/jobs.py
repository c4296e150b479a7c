"""The sweep that keeps clusters true; safe twice and side by side."""

import logging
import time

from forum.core import jobs
from forum.core.db import db
from forum.finding.clusters.comparing import NotComparedError, Reading, compare
from forum.finding.clusters.marks import Due, due
from forum.finding.clusters.settling import settle
from forum.finding.engine import finding

logger = logging.getLogger(__name__)
SECONDS_AT_ONCE = 5.0  # on a slow machine a single comparison takes one
AT_ONCE = 5  # mail waits behind this sweep; the others are taken up at once afterwards


@jobs.sweep
def find_clusters() -> None:
    """Look at what was asked, linked, edited or moved lately."""
    if look_at_some(AT_ONCE) == AT_ONCE:
        jobs.wake()


def look_at_some(most: int) -> int:
    """Look at some of what is due; how many it were, 0 when nothing can be done now."""
    can_read = finding().encoder.state == "ready"
    until = time.monotonic() + SECONDS_AT_ONCE
    for number, one in enumerate(waiting := due(can_read, most)):
        if number and time.monotonic() > until:
            jobs.wake()
            return number
        try:
            settle(one, _readings(one))
        except NotComparedError:
            return number  # the model is too busy: the next sweep goes on
    return len(waiting)


def _readings(one: Due) -> list[Reading]:
    if not one.rereads:
        return []
    try:
        return compare(one.thread_id)
    except NotComparedError:
        raise
    except Exception:  # an index out of order takes nobody's links away; a reindex mends it
        logger.exception("thread %s could not be compared", one.thread_id)
        db.session.rollback()
        return []
