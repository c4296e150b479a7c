"""What writers of articles see on the page of a thread."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.core.permissions import Actor
from forum.core.slots import Panel
from moderation.promotion import policy, queries


@dataclass(frozen=True, slots=True)
class ArticleAct:
    """Make an article of the thread, or open the one (``article_id``) that there is."""

    thread_id: int
    article_id: int | None


def article_acts(thread_ids: Sequence[int], viewer: Actor) -> dict[int, Panel]:
    """Beside each resolved or already promoted thread the button that fits."""
    if not policy.can_write(viewer):
        return {}
    return {
        thread_id: Panel("moderation/promotion/thread_act.html", ArticleAct(thread_id, article_id))
        for thread_id, article_id in queries.promotable(thread_ids, viewer).items()
    }
