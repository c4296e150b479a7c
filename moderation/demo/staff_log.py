"""Lines of the staff log that belong to the demo's past, in the words of ``audit``'s listeners."""

from datetime import datetime

from forum.accounts.models import User
from forum.core.db import db
from moderation.audit.models import StaffAct


def log(
    actor: User,
    verb: str,
    kind: str,
    row_id: int,
    moment: datetime,
    before: str = "",
    after: str = "",
) -> None:
    """One act at a moment in the past."""
    db.session.add(
        StaffAct(
            actor_id=actor.id,
            verb=verb,
            object_kind=kind,
            object_id=row_id,
            before=before,
            after=after,
            created_at=moment,
        )
    )
