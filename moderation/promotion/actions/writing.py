"""Writing articles: from an empty page, over and over, and back to what they said before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask_babel import gettext as _

from forum.accounts.models import User
from forum.categories.models import Category
from forum.categories.queries import audiences_of
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import Conflict, NotAllowed, Refused
from forum.core.events import publish
from forum.core.markup import MARKUP_VERSION
from forum.core.pages import slug
from forum.knowledge.events import ArticleDrafted, ArticleEdited
from forum.knowledge.models import (
    Article,
    ArticleContributor,
    ArticleRevision,
    ArticleSource,
    ArticleStatus,
)
from forum.knowledge.queries import get_article
from forum.knowledge.sections import rendered
from forum.threads.models import Tag
from moderation.promotion import policy, queries
from moderation.promotion.actions.tasks import follow_original
from moderation.promotion.actions.tracing import trace
from moderation.promotion.models import WaitingEdit


class StaleArticle(Conflict):
    """Somebody saved the article after this writer had opened it; both texts are kept."""


@dataclass(frozen=True, slots=True)
class ArticleText:
    """What the editor holds. ``source`` is Markdown."""

    title: str
    source: str
    category_id: int
    language: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """The article, and whether the new words wait for a second person."""

    article: Article
    waits: bool = False


def begin_article(
    author: User,
    text: ArticleText,
    thread_ids: Collection[int] = (),
    contributor_ids: Collection[int] = (),
    translation_of_id: int | None = None,
    at: datetime | None = None,
) -> Article:
    """Keep a new draft.

    Args:
        thread_ids: threads it stands on as a whole.
        contributor_ids: people whose words or checks it stands on.
        translation_of_id: the article it is a translation of.
        at: when it was written, for the past of a demo; now by default.

    Raises:
        NotAllowed: the author does not write articles. Refused: the category is not there.
    """
    html = rendered(text.source)
    return _begin(
        author, text, html, thread_ids, contributor_ids, translation_of_id, at or clock.now()
    )


@transactional
def _begin(
    author: User,
    text: ArticleText,
    html: str,
    thread_ids: Collection[int],
    contributor_ids: Collection[int],
    translation_of_id: int | None,
    moment: datetime,
) -> Article:
    if not policy.can_write(author):
        raise NotAllowed()
    ensure_category(author, text.category_id)
    article = add_draft(author, text, html, moment)
    article.translation_of_id = translation_of_id
    follow_original(article)
    db.session.add_all(
        ArticleSource(article_id=article.id, thread_id=row_id) for row_id in sorted(thread_ids)
    )
    credit(article, contributor_ids)
    publish(ArticleDrafted(article.id, author.id))
    return article


def save(
    editor: User,
    article_id: int,
    revision: int,
    text: ArticleText,
    at: datetime | None = None,
) -> Saved:
    """Let an article say something else, at once or when a second person agrees.

    Args:
        revision: the number of the revision that the editor had opened.

    Raises:
        NotFound, NotAllowed. Refused: the category is not there.
        StaleArticle: somebody saved it meanwhile; nothing was changed.
    """
    return _save(editor, article_id, revision, text, rendered(text.source), at or clock.now())


@transactional
def _save(
    editor: User, article_id: int, revision: int, text: ArticleText, html: str, moment: datetime
) -> Saved:
    article = to_write(editor, article_id)
    if article.revision_number != revision:
        raise StaleArticle(
            _("Somebody saved this article while you were writing. Your text was kept.")
        )
    ensure_category(editor, text.category_id)
    if _says(article, text):
        return Saved(article)
    if policy.edit_needs_second_person(editor, article, _second_on_edits()):
        _let_wait(article, editor, text, moment)
        return Saved(article, waits=True)
    if article.publish_at is not None and policy.needs_second_person(editor, article, _second()):
        article.publish_at = article.publish_by_id = None  # others agreed to other words
    overwrite(article, editor, text, html, moment)
    return Saved(article)


def restore(editor: User, article_id: int, number: int) -> Saved:
    """Let an article say again what it said at a revision; what it says now stays in its history.

    Raises:
        NotFound: there is no such article or revision. NotAllowed.
    """
    old = queries.revision(article_id, number)
    return _restore(editor, article_id, old, rendered(old.source))


@transactional
def _restore(editor: User, article_id: int, old: ArticleRevision, html: str) -> Saved:
    article = to_write(editor, article_id)
    text = ArticleText(
        old.title, old.source, article.category_id, article.language, article.summary
    )
    if _says(article, text):
        return Saved(article)
    if policy.edit_needs_second_person(editor, article, _second_on_edits()):
        _let_wait(article, editor, text, clock.now())
        return Saved(article, waits=True)
    overwrite(article, editor, text, html, clock.now())
    return Saved(article)


def add_draft(
    author: User, text: ArticleText, html: str, moment: datetime, tags: Sequence[Tag] = ()
) -> Article:
    """A new draft with its first revision, inside the caller's transaction."""
    article = Article(
        title=text.title,
        slug=slug(text.title),
        summary=text.summary,
        language=text.language,
        category_id=text.category_id,
        status=ArticleStatus.DRAFT,
        source=text.source,
        html=html,
        markup_version=MARKUP_VERSION,
        revision_number=1,
        author_id=author.id,
        created_at=moment,
        updated_at=moment,
        status_changed_at=moment,
        status_changed_by_id=author.id,
        tags=list(tags),
    )
    db.session.add(article)
    db.session.flush()
    _keep_revision(article, author, moment)
    return article


def credit(article: Article, user_ids: Collection[int]) -> None:
    """Thank people on the article."""
    db.session.add_all(
        ArticleContributor(article_id=article.id, user_id=user_id) for user_id in set(user_ids)
    )


def ensure_category(actor: User, category_id: int) -> None:
    """Let only categories be used that the actor sees; raises Refused."""
    category = db.session.get(Category, category_id)
    if category is None or category.audience not in audiences_of(actor):
        raise Refused(_("This category is not there any more."), _("Choose another one."))


def to_write(editor: User, article_id: int) -> Article:
    """The article, locked, for somebody who writes; raises NotFound and NotAllowed."""
    article = locked(Article, article_id)
    get_article(article_id, editor)
    if not policy.can_write(editor):
        raise NotAllowed()
    return article


def _says(article: Article, text: ArticleText) -> bool:
    now = ArticleText(
        article.title, article.source, article.category_id, article.language, article.summary
    )
    return now == text


def overwrite(
    article: Article, editor: User, text: ArticleText, html: str, moment: datetime
) -> None:
    """Inside the caller's transaction: from now on it says this, and whose words they are."""
    before = article.source
    article.summary = text.summary
    article.category_id, article.language = text.category_id, text.language
    article.title, article.slug = text.title, slug(text.title)
    article.source, article.html, article.markup_version = text.source, html, MARKUP_VERSION
    trace(article, before)
    article.revision_number += 1
    article.updated_at = moment
    _keep_revision(article, editor, moment)
    publish(ArticleEdited(article.id, editor.id, article.revision_number))


def _let_wait(article: Article, editor: User, text: ArticleText, moment: datetime) -> None:
    db.session.add(
        WaitingEdit(
            article_id=article.id,
            based_on=article.revision_number,
            title=text.title,
            summary=text.summary,
            source=text.source,
            category_id=text.category_id,
            language=text.language,
            by_id=editor.id,
            created_at=moment,
        )
    )


def _second() -> bool:
    return bool(current_app.config["THREADWELL"].second_pair_of_eyes)


def _second_on_edits() -> bool:
    return bool(current_app.config["THREADWELL"].second_pair_of_eyes_on_edits)


def _keep_revision(article: Article, editor: User, moment: datetime) -> None:
    db.session.add(
        ArticleRevision(
            article_id=article.id,
            number=article.revision_number,
            title=article.title,
            source=article.source,
            editor_id=editor.id,
            created_at=moment,
        )
    )
    db.session.flush()
