"""What somebody follows, as far as it is there for them."""

from sqlalchemy import func, select

from forum.accounts.models import User
from forum.core.db import db
from forum.core.i18n import language
from forum.core.paging import PAGE_SIZE_ROWS, Page, encode_cursor, keyset, page_of
from forum.core.statements import kind_of
from forum.knowledge.cards import ArticleCard, card
from forum.knowledge.models import READABLE, Article, ArticleFollow
from forum.knowledge.queries import visible_to as visible_articles
from forum.reactions.models import Follow
from forum.threads.models import Thread
from forum.threads.queries import visible_to as visible_threads
from forum.threads.queries.lines import line_in, lines_of
from forum.threads.queries.listing import reading, with_unread
from forum.threads.rows import ThreadRow, row_of


def followed_threads(reader: User, cursor: str | None) -> Page[ThreadRow]:
    """Questions somebody follows, the last active first.

    Raises:
        Invalid: the cursor is not one of ours.
    """
    kind = kind_of(reader)
    followed = (
        visible_threads(kind)
        .join(Follow, Follow.thread_id == Thread.id)
        .where(Follow.user_id == kind.id)
    )
    page = keyset(followed, Thread.last_activity_at, Thread.id, cursor)
    lines = with_unread(lines_of(page), kind)
    rows = db.session.execute(
        lines.order_by(Thread.last_activity_at.desc(), Thread.id.desc()), reading(reader)
    ).all()
    shown = [row_of(line_in(row), bool(row.unread)) for row in rows[:PAGE_SIZE_ROWS]]
    if len(rows) <= PAGE_SIZE_ROWS:
        return Page(shown, None)
    last = shown[-1]
    return Page(shown, encode_cursor(last.last_activity_at, last.id))


def followed_articles(reader: User, cursor: str | None) -> Page[ArticleCard]:
    """Articles somebody follows that readers have, the last changed first.

    Raises:
        Invalid: the cursor is not one of ours.
    """
    statement = (
        visible_articles(reader)
        .join(ArticleFollow, ArticleFollow.article_id == Article.id)
        .where(ArticleFollow.user_id == reader.id, Article.status.in_(READABLE))
    )
    rows = db.session.scalars(keyset(statement, Article.updated_at, Article.id, cursor)).all()
    page = page_of(rows, "updated_at")
    return Page([card(article, language()) for article in page.items], page.next_cursor)


def followed_counts(reader: User) -> tuple[int, int]:
    """How many questions and how many articles the two lists hold."""
    threads = (
        visible_threads(reader)
        .join(Follow, Follow.thread_id == Thread.id)
        .where(Follow.user_id == reader.id)
        .with_only_columns(func.count(), maintain_column_froms=True)
    )
    articles = (
        visible_articles(reader)
        .join(ArticleFollow, ArticleFollow.article_id == Article.id)
        .where(ArticleFollow.user_id == reader.id, Article.status.in_(READABLE))
        .with_only_columns(func.count(), maintain_column_froms=True)
    )
    row = db.session.execute(select(threads.scalar_subquery(), articles.scalar_subquery())).one()
    return row[0], row[1]
