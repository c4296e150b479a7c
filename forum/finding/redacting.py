"""Words that were taken out of a thread leave the index with the same commit, and its files."""

from sqlalchemy import delete, select, update

from forum.core.db import db
from forum.core.events import listens_to
from forum.finding.actions import clean, take_out
from forum.finding.empty import flush_empty_searches
from forum.finding.keys import article_key, thread_key
from forum.finding.models import EmptySearch, ShownSuggestion
from forum.finding.shown import flush_shown
from forum.knowledge.models import ArticleSource
from forum.threads.events import WordsRedacted


@listens_to(WordsRedacted)
def take_out_of_index(event: WordsRedacted) -> None:
    """The sweep brings the documents back as they are now."""
    for thread_id in event.thread_ids:
        take_out(thread_key(thread_id))
    made = select(ArticleSource.article_id).where(ArticleSource.thread_id.in_(event.thread_ids))
    for article_id in db.session.scalars(made.distinct()).all():
        take_out(article_key(article_id))
    clean()
    flush_shown()  # what was noted in memory would be written a moment later
    flush_empty_searches()
    db.session.execute(  # what was typed while asking is the title, or its beginning
        update(ShownSuggestion)
        .where(ShownSuggestion.thread_id.in_(event.thread_ids), ShownSuggestion.text != "")
        .values(text="")
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        delete(EmptySearch)
        .where(EmptySearch.text.contains(event.words.lower(), autoescape=True))
        .execution_options(synchronize_session=False)
    )
