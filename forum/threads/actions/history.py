"""One line in a thread's public timeline."""

from datetime import datetime

from forum.core.db import db
from forum.threads.models import Thread, ThreadEvent, ThreadEventKind


def note_event(
    thread: Thread,
    kind: ThreadEventKind,
    actor_id: int | None,
    moment: datetime,
    detail: str = "",
) -> None:
    """Write the line, inside the transaction of the act."""
    db.session.add(
        ThreadEvent(
            thread_id=thread.id, kind=kind, actor_id=actor_id, detail=detail, created_at=moment
        )
    )
