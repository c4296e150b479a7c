"""The buttons below posts, put there through the thread page's slot."""

from collections.abc import Sequence

from forum.core.permissions import Actor
from forum.core.slots import Panel
from forum.reactions.queries import reactions_of

TEMPLATE = "forum/reactions/buttons.html"


def buttons(post_ids: Sequence[int], viewer: Actor) -> dict[int, Panel]:
    """One row of buttons for each post; the template's macros draw it."""
    found = reactions_of(post_ids, viewer)
    return {post_id: Panel(TEMPLATE, reactions) for post_id, reactions in found.items()}
