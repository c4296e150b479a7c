"""When webhooks are tried again and when no more, and who looks after them. Pure."""

from datetime import datetime, timedelta

from forum.core.permissions import Actor, Permission

LEASE = timedelta(minutes=2)  # a try takes ten seconds at most
BACKOFF = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720))
RESTS = timedelta(minutes=1)  # one that does not answer holds up nobody else meanwhile
STOPPED_AFTER = timedelta(days=3)  # a long week-end without one good answer
KEPT = timedelta(days=30)  # what was sent stays this long in the log


def can_keep(actor: Actor) -> bool:
    """Only admins say where the site sends what happens."""
    return actor.can(Permission.MANAGE_SITE)


def next_try(attempts: int, now: datetime) -> datetime | None:
    """When to try again after this many tries that failed; None: set it aside."""
    return now + BACKOFF[attempts - 1] if attempts <= len(BACKOFF) else None


def is_hopeless(failing_since: datetime | None, now: datetime) -> bool:
    """Whether nothing got through for so long that trying is over until an admin says otherwise."""
    return failing_since is not None and now - failing_since >= STOPPED_AFTER


def is_good(status: int | None) -> bool:
    """Whether the answer says: taken. Redirects are not followed, so they are none."""
    return status is not None and 200 <= status < 300
