"""What ambassadors and staff see beside a question: that the team was called, or how to call it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import aliased

from forum.accounts.models import User
from forum.core.db import db
from forum.core.permissions import Actor
from forum.core.slots import Panel, panel
from forum.helping import policy
from forum.helping.models import TeamCall
from forum.threads.models import Thread


@dataclass(frozen=True, slots=True)
class Call:
    """The panel's content; without a ``name`` the team was not called, and can be at ``url``."""

    url: str
    name: str = ""
    reason: str = ""
    at: datetime | None = None


def team_needed(thread_ids: Sequence[int], viewer: Actor) -> dict[int, Panel]:
    """One statement; nothing for who is neither ambassador nor staff."""
    if not policy.can_help(viewer):
        return {}
    by = aliased(User)
    rows = db.session.execute(
        select(Thread, TeamCall, by)
        .outerjoin(TeamCall, TeamCall.thread_id == Thread.id)
        .outerjoin(by, by.id == TeamCall.by_id)
        .where(Thread.id.in_(thread_ids))
        .order_by(TeamCall.id)
    )
    found = {}
    for thread, called, caller in rows:
        if not policy.can_be_called_for(thread):
            continue
        url = url_for("helping.write_call", thread_id=thread.id)
        content = Call(url)
        if called is not None:
            content = Call(url, caller.name, called.reason, called.created_at)
        elif viewer.is_staff:
            continue  # they are the team
        found[thread.id] = Panel("forum/helping/call_panel.html", content)
    return found


panel("thread.aside", team_needed)
panel("desk.thread", team_needed)
