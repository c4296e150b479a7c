"""How far an idea has come, in the team's words."""

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, transactional
from forum.core.errors import Refused
from forum.core.events import publish
from forum.threads.actions.curating import curated
from forum.threads.actions.history import note_event
from forum.threads.events import IdeaMoved
from forum.threads.models import IdeaState, Thread, ThreadEventKind, ThreadType


@transactional
def move_idea(actor: User, thread_id: int, state: IdeaState | None, reason: str = "") -> Thread:
    """Say how far an idea has come; None takes back what was said. The same again does nothing.

    Raises:
        NotFound, NotAllowed, or Refused: it is no idea, is not shown any more, or was declined
            without a reason.
    """
    thread = curated(actor, thread_id)
    if thread.type is not ThreadType.IDEA:
        raise Refused(_("Only ideas are planned or declined."))
    if state is IdeaState.DECLINED and not reason.strip():
        raise Refused(_("Say why: whoever had the idea reads it."))
    if (thread.idea_state, thread.idea_reason) == (state, reason):
        return thread
    moment, before = clock.now(), thread.idea_state
    thread.idea_state, thread.idea_reason = state, reason
    if state is not None:
        thread.last_activity_at = max(thread.last_activity_at, moment)
        note_event(thread, ThreadEventKind(state.value), actor.id, moment, reason)
    db.session.flush()
    publish(
        IdeaMoved(
            thread.id,
            actor.id,
            before.value if before else "",
            state.value if state else "",
            reason,
        )
    )
    return thread
