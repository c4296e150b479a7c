"""Who answers for an article, when somebody looks at it again, and what colleagues should know."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotAllowed, Refused
from forum.core.permissions import Permission
from forum.knowledge.models import Article
from forum.knowledge.queries import get_article
from moderation.audit.log import record
from moderation.promotion import policy


@dataclass(frozen=True, slots=True)
class Keeping:
    """``review_at`` None: when it has reached the age at which every article is looked at."""

    owner_id: int | None
    review_at: datetime | None
    note: str


@transactional
def keep(actor: User, article_id: int, wanted: Keeping) -> Article:
    """Write down who keeps an article true, and how.

    Raises:
        NotFound, NotAllowed. Refused: the owner writes no articles, or the day is over.
    """
    article = locked(Article, article_id)
    get_article(article_id, actor)
    if not policy.can_write(actor):
        raise NotAllowed()
    if wanted.owner_id is not None:
        owner = db.session.get(User, wanted.owner_id)
        if owner is None or not owner.can(Permission.WRITE_ARTICLE):
            raise Refused(_("Only somebody who writes articles can answer for one."))
    changed = wanted.review_at != article.review_at
    if changed and wanted.review_at is not None and wanted.review_at <= clock.now():
        raise Refused(_("This day is over already."), _("Choose one that lies ahead."))
    before, after = _person(article.owner_id), _person(wanted.owner_id)
    record(actor.id, "keep", "article", article.id, before, after)
    article.owner_id, article.review_at = wanted.owner_id, wanted.review_at
    article.note = wanted.note
    return article


def _person(user_id: int | None) -> str:
    return "" if user_id is None else f"user {user_id}"
