"""What writers of articles, and those who may propose one, see on the page of a thread."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.core.permissions import Actor, Permission
from forum.core.slots import Panel
from moderation.promotion import policy, queries


@dataclass(frozen=True, slots=True)
class ArticleAct:
    """Make an article of the thread, open the one that there is, or propose one."""

    about: queries.Promotable
    may_write: bool


def article_acts(thread_ids: Sequence[int], viewer: Actor) -> dict[int, Panel]:
    """Beside each resolved or already promoted thread the button that fits."""
    may_write = policy.can_write(viewer)
    if not may_write and not viewer.can(Permission.PROPOSE_ARTICLE):
        return {}
    return {
        row.thread_id: Panel("moderation/promotion/thread_act.html", ArticleAct(row, may_write))
        for row in queries.promotable(thread_ids, viewer)
        if may_write or (row.article_id is None and not row.proposed)
    }
