"""What is to be looked at again, which edits wait, and where each paragraph came from."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.accounts.models import User
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.paging import Page, keyset, page_of
from forum.core.permissions import GRANTS, Actor, Permission
from forum.knowledge.models import Article, ArticleSource, ArticleStatus
from forum.knowledge.queries import get_article, visible_to
from forum.threads.models import Post
from forum.threads.queries import visible_posts
from moderation.promotion.blocks import paragraphs_of
from moderation.promotion.models import ReviewTask, WaitingEdit

WRITERS_MAX = 500  # a form offers them all


@dataclass(frozen=True, slots=True)
class ToCheck:
    """An article to look at again, and why."""

    article: Article
    tasks: Sequence[ReviewTask]

    @property
    def taken_by(self) -> User | None:
        """Who looks at it now."""
        return next((task.taken_by for task in self.tasks if task.taken_by), None)


@dataclass(frozen=True, slots=True)
class Origin:
    """A post whose words a paragraph carries; ``post`` None where this viewer may not see it."""

    row: ArticleSource
    post: Post | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of an article's text and where it came from; from nowhere: a writer's own words."""

    text: str
    origins: Sequence[Origin]


@dataclass(frozen=True, slots=True)
class ProvenancePage:
    """The whole text, block by block, and words that were taken and stand in it no more."""

    article: Article
    passages: Sequence[Passage]
    left_out: Sequence[Origin]


def to_check(viewer: Actor, mine: bool, cursor: str | None) -> Page[ToCheck]:
    """Articles to look at again, those most people read first; ``mine`` only one's own."""
    statement = (
        visible_to(viewer)
        .where(Article.status == ArticleStatus.NEEDS_REVIEW)
        .options(joinedload(Article.owner))
    )
    if mine:
        statement = statement.where(Article.owner_id == viewer.id)
    rows = db.session.scalars(keyset(statement, Article.view_count, Article.id, cursor)).all()
    page = page_of(rows, "view_count")
    tasks = tasks_of([article.id for article in page.items])
    found = [ToCheck(article, tasks.get(article.id, [])) for article in page.items]
    return Page(found, page.next_cursor)


def tasks_of(article_ids: Sequence[int]) -> dict[int, list[ReviewTask]]:
    """What is open in each of these articles, the oldest first."""
    found: dict[int, list[ReviewTask]] = {}
    for task in db.session.scalars(
        select(ReviewTask)
        .where(ReviewTask.article_id.in_(article_ids), ReviewTask.closed_at.is_(None))
        .options(joinedload(ReviewTask.taken_by))
        .order_by(ReviewTask.id)
    ):
        found.setdefault(task.article_id, []).append(task)
    return found


def waiting_edits(article_id: int) -> Sequence[WaitingEdit]:
    """Edits of an article that a second person has to look at."""
    return db.session.scalars(
        select(WaitingEdit)
        .where(WaitingEdit.article_id == article_id, WaitingEdit.decided_at.is_(None))
        .options(joinedload(WaitingEdit.by))
        .order_by(WaitingEdit.id)
    ).all()


def waiting_edit(article_id: int, edit_id: int, viewer: Actor) -> tuple[Article, WaitingEdit]:
    """One of them with its article.

    Raises:
        NotFound: there is none, or it was decided.
    """
    article = get_article(article_id, viewer)
    found = next((row for row in waiting_edits(article_id) if row.id == edit_id), None)
    if found is None:
        raise NotFound()
    return article, found


def writers() -> Sequence[User]:
    """Everybody who writes articles, by name."""
    roles = [role for role, granted in GRANTS.items() if Permission.WRITE_ARTICLE in granted]
    return db.session.scalars(
        select(User)
        .where(User.role.in_(roles), User.active.is_(True), User.deleted_at.is_(None))
        .order_by(User.name_skeleton)
        .limit(WRITERS_MAX)
    ).all()


def provenance(article_id: int, viewer: Actor) -> ProvenancePage:
    """Where each paragraph of an article came from; raises NotFound."""
    article = get_article(article_id, viewer)
    rows = db.session.execute(
        select(ArticleSource, Post)
        .outerjoin(Post, (Post.id == ArticleSource.post_id) & visible_posts(viewer))
        .options(joinedload(Post.author))
        .where(ArticleSource.article_id == article_id, ArticleSource.post_id.is_not(None))
        .order_by(ArticleSource.id)
    )
    origins = [Origin(row, post) for row, post in rows]
    placed: dict[int, list[Origin]] = {}
    for origin in origins:
        if origin.row.position is not None:
            placed.setdefault(origin.row.position, []).append(origin)
    blocks = paragraphs_of(article.source)
    return ProvenancePage(
        article,
        [Passage(text, placed.get(number, ())) for number, text in enumerate(blocks)],
        [origin for origin in origins if origin.row.position is None],
    )
