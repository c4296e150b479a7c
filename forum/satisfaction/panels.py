""" "How did it go?" beside the thread, for those who were asked and have not said it yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.core import clock
from forum.core.permissions import Actor
from forum.core.slots import Panel
from forum.satisfaction import tokens
from forum.satisfaction.queries import waiting_asks

TEMPLATE = "forum/satisfaction/aside.html"


@dataclass(frozen=True, slots=True)
class Faces:
    """The key of the page on which it is said."""

    token: str


def faces(thread_ids: Sequence[int], viewer: Actor) -> dict[int, Panel]:
    """One statement; staff are never asked."""
    if viewer.id is None or viewer.is_staff:
        return {}
    found = waiting_asks(thread_ids, viewer.id, clock.now())
    return {
        thread_id: Panel(TEMPLATE, Faces(tokens.make(tokens.Named(ask_id, viewer.id))))
        for thread_id, ask_id in found.items()
    }
