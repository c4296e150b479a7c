"""What ambassadors and staff see beside a question: that the team was called, or how to call it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from forum.core.db import db
from forum.core.permissions import Actor
from forum.core.slots import Panel, panel
from forum.helping import policy, queries
from forum.threads.models import Thread


@dataclass(frozen=True, slots=True)
class Call:
    """The panel's content; without a ``name`` the team was not called, and can be at ``url``."""

    url: str
    name: str = ""
    reason: str = ""
    at: datetime | None = None


def team_needed(thread_ids: Sequence[int], viewer: Actor) -> dict[int, Panel]:
    """Nothing for who is neither ambassador nor staff, and no statement where nobody called.

    The threads stand on the page already, so they are not read again.
    """
    if not policy.can_help(viewer):
        return {}
    found = {}
    for thread_id in thread_ids:
        thread = db.session.get(Thread, thread_id)
        if thread is not None and policy.can_be_called_for(thread):
            content = _content(thread_id, viewer)
            if content is not None:
                found[thread_id] = Panel("forum/helping/call_panel.html", content)
    return found


def _content(thread_id: int, viewer: Actor) -> Call | None:
    url = url_for("helping.write_call", thread_id=thread_id)
    called = queries.last_call(thread_id) if thread_id in queries.called_lately() else None
    if called is not None:
        return Call(url, called.by.name, called.reason, called.created_at)
    return None if viewer.is_staff else Call(url)  # they are the team


panel("thread.aside", team_needed)
panel("desk.thread", team_needed)
