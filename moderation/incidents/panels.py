"""The card of proposed incidents above the list that says what to do next."""

from collections.abc import Sequence

from forum.core.permissions import Actor
from forum.core.slots import Panel, panel
from moderation.incidents import policy, queries

NEXT = 0  # the place has no rows


def card(ids: Sequence[int], viewer: Actor) -> dict[int, Panel]:
    """What waits for a word; nothing where nothing does."""
    if not policy.can_run(viewer) or not queries.waiting_count(viewer):
        return {}
    found = queries.proposed(viewer)
    return {row: Panel("moderation/incidents/card.html", found) for row in ids} if found else {}


panel("desk.next", card)
