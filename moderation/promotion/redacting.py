"""Words that were taken out of a thread leave what waits to become part of its article."""

from sqlalchemy import select

from forum.core.blacking import Blacking, black_out
from forum.core.db import db
from forum.core.events import listens_to
from forum.knowledge.models import ArticleSource
from forum.threads.events import WordsRedacted
from moderation.promotion.models import ArticleProposal, ReviewTask, WaitingEdit


@listens_to(WordsRedacted)
def take_out(event: WordsRedacted) -> None:
    """Edits that wait and decided ones, what readers said, why somebody proposed it."""
    blacking = Blacking(event.words, event.mark)
    made = select(ArticleSource.article_id).where(ArticleSource.thread_id.in_(event.thread_ids))
    ids = db.session.scalars(made.distinct()).all()
    black_out(
        blacking,
        WaitingEdit.title,
        WaitingEdit.summary,
        WaitingEdit.source,
        where=WaitingEdit.article_id.in_(ids),
    )
    black_out(blacking, ReviewTask.detail, where=ReviewTask.article_id.in_(ids))
    black_out(
        blacking,
        ArticleProposal.note,
        ArticleProposal.reason,
        where=ArticleProposal.thread_id.in_(event.thread_ids),
    )
