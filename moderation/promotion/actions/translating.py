"""The same article in another language, and whether it still says what the original says."""

from flask_babel import gettext as _
from sqlalchemy import or_, select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, transactional
from forum.core.errors import Refused
from forum.core.events import publish
from forum.core.i18n import LANGUAGES
from forum.knowledge.events import ArticleDrafted
from forum.knowledge.models import (
    Article,
    ArticleContributor,
    ArticleSource,
    ArticleStatus,
    article_tags,
)
from forum.threads.models import Tag
from moderation.audit.log import record
from moderation.promotion.actions.tasks import follow_original, open_tasks
from moderation.promotion.actions.writing import ArticleText, add_draft, credit, to_write
from moderation.promotion.models import Cause


@transactional
def translate(actor: User, article_id: int, language: str) -> Article:
    """A draft in another language, with the words of the original to write over.

    It stands on the same threads and thanks the same people.

    Raises:
        NotFound, NotAllowed. Refused: no such language, or it is there in this one already.
    """
    article = to_write(actor, article_id)
    original = article
    if article.translation_of_id is not None:
        original = to_write(actor, article.translation_of_id)
    if language not in LANGUAGES:
        raise Refused(_("There is no such language here."))
    if language in _languages(original):
        raise Refused(_("This article is there in that language already."))
    moment = clock.now()
    text = ArticleText(
        original.title, original.source, original.category_id, language, original.summary
    )
    tags = select(Tag).join(article_tags).where(article_tags.c.article_id == original.id)
    draft = add_draft(actor, text, original.html, moment, db.session.scalars(tags).all())
    draft.translation_of_id, draft.translated_revision = original.id, original.revision_number
    threads = select(ArticleSource.thread_id).where(ArticleSource.article_id == original.id)
    db.session.add_all(
        ArticleSource(article_id=draft.id, thread_id=thread_id)
        for thread_id in db.session.scalars(threads.distinct().order_by(ArticleSource.thread_id))
    )
    people = select(ArticleContributor.user_id).where(ArticleContributor.article_id == original.id)
    credit(draft, db.session.scalars(people).all())
    publish(ArticleDrafted(draft.id, actor.id))
    return draft


@transactional
def up_to_date(actor: User, article_id: int) -> Article:
    """Somebody compared them: the translation says what the original says now.

    Raises:
        NotFound, NotAllowed. Refused: it is no translation.
    """
    article = to_write(actor, article_id)
    if article.translation_of_id is None:
        raise Refused(_("This article is no translation."))
    follow_original(article)
    moment, tasks = clock.now(), open_tasks(article_id)
    about_this = [task for task in tasks if task.cause is Cause.ORIGINAL_CHANGED]
    for task in about_this:
        task.closed_at, task.closed_by_id = moment, actor.id
    if article.is_doubted and about_this and len(tasks) == len(about_this):
        article.status = ArticleStatus.PUBLISHED
        article.status_changed_at, article.status_changed_by_id = moment, actor.id
    record(actor.id, "confirm", "article", article.id)
    return article


def _languages(original: Article) -> set[str]:
    found = select(Article.language).where(
        or_(Article.id == original.id, Article.translation_of_id == original.id),
        Article.status != ArticleStatus.ARCHIVED,
    )
    return set(db.session.scalars(found))
