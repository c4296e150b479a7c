"""Words that were taken out of a thread leave the articles that were made from it."""

from sqlalchemy import select

from forum.core.blacking import Blacking, black_out
from forum.core.db import db
from forum.core.events import listens_to
from forum.core.markup import MARKUP_VERSION
from forum.core.pages import slug
from forum.knowledge.models import Article, ArticleRevision, ArticleSource
from forum.knowledge.sections import rendered
from forum.threads.events import WordsRedacted


@listens_to(WordsRedacted)
def take_out_of_articles(event: WordsRedacted) -> None:
    """Drafts and archived ones too, with every revision and the words as they were taken.

    An article holds few threads, so the few it touches are drawn anew within the act.
    """
    blacking = Blacking(event.words, event.mark)
    made = select(ArticleSource.article_id).where(ArticleSource.thread_id.in_(event.thread_ids))
    ids = db.session.scalars(made.distinct()).all()
    black_out(
        blacking,
        ArticleSource.paragraph,
        where=ArticleSource.thread_id.in_(event.thread_ids),
    )
    black_out(
        blacking,
        ArticleRevision.title,
        ArticleRevision.source,
        where=ArticleRevision.article_id.in_(ids),
    )
    for article in db.session.scalars(select(Article).where(Article.id.in_(ids))):
        _out_of(article, blacking)
    db.session.flush()


def _out_of(article: Article, blacking: Blacking) -> None:
    if blacking.is_in(article.title):
        article.title = blacking.out_of(article.title)
        article.slug = slug(article.title)
    article.summary = blacking.out_of(article.summary)
    if blacking.is_in(article.source):
        article.source = blacking.out_of(article.source)
        article.html, article.markup_version = rendered(article.source), MARKUP_VERSION
