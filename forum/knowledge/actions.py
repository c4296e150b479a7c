"""What readers do with articles. Writing them is moderation's."""

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import Refused
from forum.core.events import publish
from forum.core.permissions import Actor
from forum.knowledge import queries
from forum.knowledge.events import ArticleNotHelpful
from forum.knowledge.models import Article, ArticleFeedback, ArticleFollow


@transactional
def say_whether_helpful(
    viewer: Actor, article_id: int, reader_key: str, helpful: bool, reason: str = ""
) -> ArticleFeedback:
    """Keep what a reader says of an article; saying it again replaces what they said before.

    Raises:
        NotFound: there is no such article for this viewer. Refused: it is not published.
    """
    article = locked(Article, article_id)
    if not queries.get_article(article_id, viewer).is_readable:
        raise Refused(_("Only readers of a published article can say whether it helped."))
    answer = queries.feedback_of(article_id, reader_key)
    if answer is None:
        answer = ArticleFeedback(article_id=article_id, reader_key=reader_key, reason="")
        db.session.add(answer)
    else:
        _count(article, answer.helpful, -1)
    _count(article, helpful, +1)
    says_more = not helpful and bool(reason) and reason != answer.reason
    answer.helpful = helpful
    answer.reason = "" if helpful else reason or answer.reason
    answer.created_at = clock.now()
    if says_more:
        publish(ArticleNotHelpful(article_id, reason))
    return answer


@transactional
def follow(person: User, article_id: int, wanted: bool = True) -> Article:
    """Hear what becomes of an article, or stop hearing it; the same again changes nothing.

    Raises:
        NotFound: there is no such article for this person. Refused: it is not published.
    """
    article = queries.get_article(article_id, person)
    known = db.session.get(ArticleFollow, (person.id, article_id), populate_existing=True)
    if known is not None and not wanted:
        db.session.delete(known)
    elif known is None and wanted:
        if not article.is_readable:
            raise Refused(_("Only a published article can be followed."))
        db.session.add(
            ArticleFollow(user_id=person.id, article_id=article_id, created_at=clock.now())
        )
    return article


@transactional
def recount_feedback() -> None:
    """Rebuild both counters of every article from the answers themselves."""
    for column, helpful in ((Article.helpful_count, True), (Article.not_helpful_count, False)):
        number = (
            select(func.count())
            .where(ArticleFeedback.article_id == Article.id, ArticleFeedback.helpful.is_(helpful))
            .scalar_subquery()
        )
        db.session.execute(update(Article).values({column: number}))


def _count(article: Article, helpful: bool, change: int) -> None:
    if helpful:
        article.helpful_count += change
    else:
        article.not_helpful_count += change
