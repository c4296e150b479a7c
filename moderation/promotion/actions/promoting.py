"""One click: a resolved thread becomes a draft in which nothing is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import Conflict, NotAllowed, Refused
from forum.core.events import publish
from forum.core.i18n import in_language
from forum.knowledge.events import ArticleDrafted
from forum.knowledge.models import Article, ArticleSource
from forum.knowledge.sections import rendered
from forum.threads.models import Thread
from moderation.promotion import policy, queries
from moderation.promotion.actions.deciding import answer_proposal
from moderation.promotion.actions.writing import ArticleText, add_draft, credit
from moderation.promotion.compose import DraftText, Headings, TextTooLongError, compose


class AlreadyPromoted(Refused):
    """The thread has its article, ``article_id``."""

    def __init__(self, article_id: int) -> None:
        super().__init__(
            _("This thread is an article already."), _("Open that article and edit it.")
        )
        self.article_id = article_id


@dataclass(frozen=True, slots=True)
class Promoted:
    """The new draft, and how many helpful answers were too long to fit into it."""

    article: Article
    left_out: int


def promote_together(actor: User, thread_id: int) -> Promoted:
    """Make one draft of a resolved thread and of those that ask the same; raises as ``promote``."""
    beside = queries.asking_the_same(thread_id, actor)
    return promote(actor, thread_id, beside=[thread.id for thread in beside])


def promote(
    actor: User, thread_id: int, at: datetime | None = None, beside: Sequence[int] = ()
) -> Promoted:
    """Make a draft of a resolved thread.

    Args:
        beside: threads that ask the same, whose titles and solutions stand in the draft too.

    Raises:
        NotFound: no such thread for this person. NotAllowed: not theirs to do.
        Refused: it is not resolved, not shown any more, or too long.
        AlreadyPromoted: there is an article already.
        Conflict: somebody edited the thread at this very moment.
    """
    if not policy.can_write(actor):
        raise NotAllowed()
    material = queries.material(thread_id, actor, beside)
    ensure_fit(material.thread)
    try:
        draft = compose(material.text, _headings(material.thread.language))
    except TextTooLongError:
        raise Refused(
            _("Question and solution together are longer than an article may be."),
            _("Write a new article and link to the thread."),
        ) from None
    html = rendered(draft.source)
    article = _keep(actor, material, beside, draft, html, at or clock.now())
    return Promoted(article, len(draft.left_out))


@transactional
def _keep(
    actor: User,
    before: queries.Material,
    beside: Sequence[int],
    draft: DraftText,
    html: str,
    moment: datetime,
) -> Article:
    thread = locked(Thread, before.thread.id)
    known = queries.article_of_thread(thread.id)
    if known is not None:
        raise AlreadyPromoted(known)
    now = queries.material(thread.id, actor, beside)
    ensure_fit(now.thread)
    if now.text != before.text:
        raise Conflict(_("Somebody edited the thread at this very moment."), _("Try it again."))
    text = ArticleText(draft.title, draft.source, thread.category_id, thread.language)
    article = add_draft(actor, text, html, moment, now.thread.tags)
    db.session.add_all(
        ArticleSource(
            article_id=article.id,
            thread_id=now.threads[paragraph.post_id],
            post_id=paragraph.post_id,
            post_revision=paragraph.revision,
            paragraph=paragraph.text,
            position=paragraph.position,
        )
        for paragraph in draft.paragraphs
    )
    used = {paragraph.post_id for paragraph in draft.paragraphs}
    credit(article, {user for post in used for user in now.people[post]})
    answer_proposal(actor, thread.id, article.id)
    publish(ArticleDrafted(article.id, actor.id, thread.id))
    return article


def ensure_fit(thread: Thread) -> None:
    """Refuse what is not shown any more or not resolved."""
    if thread.is_gone:
        raise Refused(
            _("This thread is not shown any more, so it cannot become an article."),
            _("Restore it first."),
        )
    if not policy.is_resolved(thread):
        raise Refused(
            _("This thread is not resolved yet, so there is no solution to write down."),
            _("Mark an answer as official or verified first."),
        )


def _headings(language: str) -> Headings:
    with in_language(language):
        return Headings(
            problem=_("Problem"),
            environment=_("Environment"),
            solution=_("Solution"),
            steps=_("Steps"),
            also=_("Also worked"),
            asked_as=_("Also asked as"),
        )
