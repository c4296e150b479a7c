"""What is known of a known issue."""

from forum.core.db import db
from forum.threads.models import KnownIssue, Thread


def known_issue_of(thread: Thread) -> KnownIssue | None:
    """The row of a thread the viewer may see, also where it was taken back."""
    return db.session.get(KnownIssue, thread.id)
