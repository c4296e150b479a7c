"""Promoting many threads in one go: each by itself, so that one that is refused stops no other."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.core.errors import Conflict, NotFound, Refused
from forum.knowledge.models import Article
from moderation.promotion.actions.promoting import promote

AT_ONCE_MAX = 20  # more drafts than that nobody looks through in a day


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one thread: its article, or the reason why there is none."""

    thread_id: int
    article: Article | None
    refusal: str = ""


def promote_many(actor: User, thread_ids: Iterable[int]) -> list[Done]:
    """Make a draft of each; raises NotAllowed where the actor writes no articles."""
    return [_one(actor, thread_id) for thread_id in list(dict.fromkeys(thread_ids))[:AT_ONCE_MAX]]


def _one(actor: User, thread_id: int) -> Done:
    try:
        return Done(thread_id, promote(actor, thread_id).article)
    except NotFound:
        return Done(thread_id, None, _("This question is not there any more."))
    except (Refused, Conflict) as refused:
        return Done(thread_id, None, refused.message)
