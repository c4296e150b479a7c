"""The card above the list that says what to do next, and the way from a thread to an incident."""

from collections.abc import Sequence

from forum.announcements.panels import incident_of
from forum.core.permissions import Actor
from forum.core.slots import Panel, panel
from moderation.incidents import policy, queries


def card(ids: Sequence[int], viewer: Actor) -> dict[int, Panel]:
    """What waits for a word; nothing where nothing does."""
    if not policy.can_run(viewer) or not queries.proposed_count(viewer):
        return {}
    found = queries.proposed(viewer)
    return {row: Panel("moderation/incidents/card.html", found) for row in ids} if found else {}


def act(thread_ids: Sequence[int], viewer: Actor) -> dict[int, Panel]:
    """Beside a thread: the way to begin an incident with it, or to the one it is part of."""
    if not policy.can_run(viewer):
        return {}
    known = incident_of(thread_ids, viewer)
    return {
        row: Panel("moderation/incidents/thread_act.html", (row, known.get(row)))
        for row in thread_ids
    }


panel("desk.next", card)
panel("thread.acts", act)
