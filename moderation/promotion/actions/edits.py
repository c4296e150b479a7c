"""Edits of public articles that a second person looks at before readers have them."""

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotFound, Refused
from forum.core.permissions import Permission
from forum.knowledge.models import Article
from forum.knowledge.sections import rendered
from moderation.audit.log import record
from moderation.promotion.actions.writing import (
    ArticleText,
    StaleArticle,
    ensure_category,
    overwrite,
    to_write,
)
from moderation.promotion.models import WaitingEdit


def accept_edit(actor: User, article_id: int, edit_id: int, source: str) -> Article:
    """Let readers have an edit; the revision is its writer's.

    Args:
        source: of the edit, as the reviewer saw it.

    Raises:
        NotFound, NotAllowed. Refused: one's own, or decided already.
        StaleArticle: the article says something else by now than what was edited.
    """
    return _accept(actor, article_id, edit_id, source, rendered(source))


@transactional
def _accept(actor: User, article_id: int, edit_id: int, source: str, html: str) -> Article:
    article, edit = _held(actor, article_id, edit_id)
    if edit.by_id == actor.id and not actor.can(Permission.EDIT_ANY):
        raise Refused(_("You wrote this edit, so somebody else has to look at it."))
    if edit.based_on != article.revision_number or edit.source != source:
        raise StaleArticle(
            _("The article was saved after this edit was written. Both texts were kept.")
        )
    text = ArticleText(edit.title, edit.source, edit.category_id, edit.language, edit.summary)
    ensure_category(actor, text.category_id)
    writer = db.session.get_one(User, edit.by_id)
    overwrite(article, writer, text, html, clock.now())
    edit.decided_at, edit.decided_by_id = clock.now(), actor.id
    record(actor.id, "accept-edit", "article", article.id, after=f"user {edit.by_id}")
    return article


@transactional
def drop_edit(actor: User, article_id: int, edit_id: int) -> Article:
    """It does not become part of the article; its text is kept.

    Raises:
        NotFound, NotAllowed. Refused: decided already.
    """
    article, edit = _held(actor, article_id, edit_id)
    edit.decided_at, edit.decided_by_id = clock.now(), actor.id
    record(actor.id, "drop-edit", "article", article.id, before=f"user {edit.by_id}")
    return article


def _held(actor: User, article_id: int, edit_id: int) -> tuple[Article, WaitingEdit]:
    article = to_write(actor, article_id)
    edit = locked(WaitingEdit, edit_id)
    if edit.article_id != article.id:
        raise NotFound()
    if edit.decided_at is not None:
        raise Refused(_("A colleague decided about this edit already."))
    return article, edit
