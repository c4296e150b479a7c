"""Adding to the staff log. There is no way here to change or remove what it holds."""

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from moderation.audit.models import StaffAct

REASON_MAX_CHARS = 300


def record(
    actor_id: int,
    verb: str,
    object_kind: str,
    object_id: int,
    before: str = "",
    after: str = "",
    reason: str = "",
) -> None:
    """Write one act, inside the transaction of the act itself.

    Args:
        verb: one lower-case word or two with a hyphen, such as ``lock`` or ``mark-official``.
        object_kind: ``thread``, ``post``, ``article`` or ``user``; with ``object_id`` it says what.
    """
    db.session.add(
        StaffAct(
            actor_id=actor_id,
            verb=verb,
            object_kind=object_kind,
            object_id=object_id,
            before=before,
            after=after,
            reason=reason[:REASON_MAX_CHARS],
            created_at=clock.now(),
        )
    )


def is_staff(actor_id: int) -> bool:
    """Whether the person works here; what others do to their own things is not logged."""
    actor = db.session.get(User, actor_id)
    return actor is not None and actor.is_staff
