"""Work on articles that waits in the demo: what ambassadors proposed, what is to be checked."""

from sqlalchemy import update

from forum.core.db import db
from forum.knowledge.models import ArticleFeedback, ArticleStatus
from moderation.demo.cast import Cast
from moderation.demo.content import CheckText, ProposalText
from moderation.demo.staff_log import log
from moderation.promotion.models import ArticleProposal, Cause, ReviewTask


def add_proposals(cast: Cast, proposals: tuple[ProposalText, ...]) -> None:
    """Threads that ambassadors think should become articles."""
    for text in proposals:
        by, moment = cast.people[text.by], cast.at(text.days_ago)
        thread = cast.threads[text.thread].thread
        db.session.add(
            ArticleProposal(thread_id=thread.id, by_id=by.id, note=text.note, created_at=moment)
        )
        log(by, "propose", "thread", thread.id, moment)
    db.session.flush()


def add_checks(cast: Cast, checks: tuple[CheckText, ...]) -> None:
    """Articles that somebody should look at again, each for its own reason."""
    for text in checks:
        article, moment = cast.articles[text.article], cast.at(text.days_ago)
        cause = Cause(text.cause)
        article.status, article.status_changed_at = ArticleStatus.NEEDS_REVIEW, moment
        if text.owner:
            article.owner_id = cast.people[text.owner].id
        if cause is Cause.AGE:
            article.review_at = moment
        if text.reader:
            db.session.execute(
                update(ArticleFeedback)
                .where(
                    ArticleFeedback.article_id == article.id,
                    ArticleFeedback.reader_key == f"user:{cast.people[text.reader].id}",
                )
                .values(reason=text.detail, created_at=moment)
            )
        db.session.add(
            ReviewTask(article_id=article.id, cause=cause, detail=text.detail, opened_at=moment)
        )
    db.session.flush()
