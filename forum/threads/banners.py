"""Which banner a thread shows: the most urgent on top of the page, the others in the side rail."""

from forum.core.permissions import Actor
from forum.threads import policy
from forum.threads.models import Thread, ThreadStatus


def banners_of(thread: Thread, viewer: Actor, in_incident: bool = False) -> list[str]:
    """The names of all that hold, most urgent first."""
    if thread.is_gone:
        return ["gone"]
    missing = thread.status is ThreadStatus.NEEDS_INFO
    closed = thread.silent_at is not None
    mine = policy.owns(viewer, thread.author_id) or viewer.is_staff
    there = {
        "incident": in_incident,
        "known_issue": thread.known_issue is not None,
        "needs_info": missing and not closed,
        "details_never_came": missing and closed,
        "duplicate": thread.status is ThreadStatus.DUPLICATE,
        "idea": thread.idea_state is not None,
        "locked": thread.locked_at is not None,
        "silent": closed and not missing and mine,
    }
    return [name for name, holds in there.items() if holds]
