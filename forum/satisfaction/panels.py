""" "How did it go?" beside the thread, for those who were asked and have not said it yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.accounts.models import User
from forum.core import clock
from forum.core.slots import Panel
from forum.satisfaction import tokens
from forum.satisfaction.queries import waiting_asks

TEMPLATE = "forum/satisfaction/aside.html"


@dataclass(frozen=True, slots=True)
class Faces:
    """The key of the page on which it is said."""

    token: str


def faces(thread_ids: Sequence[int], viewer: User) -> dict[int, Panel]:
    """One statement, and none where nothing in the inbox is new: there they were asked first."""
    if viewer.is_staff or not viewer.unread:
        return {}
    found = waiting_asks(thread_ids, viewer.id, clock.now())
    return {
        thread_id: Panel(TEMPLATE, Faces(tokens.make(tokens.Named(ask_id, viewer.id))))
        for thread_id, ask_id in found.items()
    }
