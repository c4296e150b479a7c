"""Articles as the desk shows them: by state, in the editor, through their history."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import defer, joinedload

from forum.accounts.models import User
from forum.categories.models import Category
from forum.categories.queries import audiences_of
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.paging import Page, keyset, page_of
from forum.core.permissions import GRANTS, Actor, Permission
from forum.knowledge.models import (
    Article,
    ArticleFeedback,
    ArticleRevision,
    ArticleSource,
    ArticleStatus,
)
from forum.knowledge.queries import visible_to
from forum.threads.models import Post, Thread
from forum.threads.queries import visible_posts
from forum.threads.queries import visible_to as visible_threads
from moderation.desk.figures import register_figure
from moderation.promotion.models import ReviewTask, WaitingEdit
from moderation.promotion.queries.checks import tasks_of, waiting_edits
from moderation.promotion.queries.ready import listed_count

REASONS_SHOWN = 10
NAMES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class SourcePost:
    """What an article stands on: a post, or (``post`` None) a thread as a whole.

    ``edited_since`` is true when the post says something else now than the words that were taken.
    """

    thread: Thread
    post: Post | None
    edited_since: bool


@dataclass(frozen=True, slots=True)
class EditPage:
    """Everything beside the editor."""

    article: Article
    sources: Sequence[SourcePost]
    reasons: Sequence[ArticleFeedback]
    tasks: Sequence[ReviewTask]
    edits: Sequence[WaitingEdit]
    versions: Sequence[Article]  # the same in every language, this one included

    @property
    def original(self) -> Article | None:
        """What it is a translation of."""
        wanted = self.article.translation_of_id
        return next((row for row in self.versions if row.id == wanted), None)

    @property
    def falls_behind(self) -> bool:
        """Whether its original says something else than when it was translated."""
        follows = self.article.translated_revision
        return bool(self.original and follows and follows < self.original.revision_number)


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """All revisions, newest first, and the two compared; ``before`` is None for the first."""

    article: Article
    revisions: Sequence[ArticleRevision]
    shown: ArticleRevision
    before: ArticleRevision | None


def state_counts(viewer: Actor) -> dict[ArticleStatus, int]:
    """How many articles stand in each state."""
    rows = db.session.execute(
        select(Article.status, func.count())
        .join(Article.category)
        .where(Category.audience.in_(audiences_of(viewer)))
        .group_by(Article.status)
    )
    found = {row[0]: row[1] for row in rows}
    return {status: found.get(status, 0) for status in ArticleStatus}


@dataclass(frozen=True, slots=True)
class Counts:
    """What waits: drafts and edits for a second person, articles to check, threads to write up."""

    review: int
    check: int
    ready: int


def counts(viewer: Actor) -> Counts:
    """The figures beside the desk, at most a minute old."""
    return Counts(*(figure(viewer) for figure in _FIGURES))


def _standing(viewer: Actor, status: ArticleStatus) -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(Article)
        .join(Article.category)
        .where(Category.audience.in_(audiences_of(viewer)), Article.status == status)
        .scalar_subquery()
    )


def _review(viewer: Actor) -> Select[int]:
    edits = select(func.count()).where(WaitingEdit.decided_at.is_(None)).scalar_subquery()
    return select(_standing(viewer, ArticleStatus.IN_REVIEW) + edits)


_FIGURES = (
    register_figure("articles", _review),
    register_figure(
        "articles-check", lambda viewer: select(_standing(viewer, ArticleStatus.NEEDS_REVIEW))
    ),
    register_figure("articles-ready", lambda viewer: select(listed_count(viewer))),
)


def queue(viewer: Actor, status: ArticleStatus, cursor: str | None) -> Page[Article]:
    """Articles in one state, the last changed first."""
    statement = (
        visible_to(viewer).where(Article.status == status).options(joinedload(Article.author))
    )
    rows = db.session.scalars(keyset(statement, Article.updated_at, Article.id, cursor)).all()
    return page_of(rows, "updated_at")


def edit_page(article_id: int, viewer: Actor) -> EditPage:
    """An article with the posts it stands on and what readers missed in it.

    Raises:
        NotFound: there is no such article for this viewer.
    """
    versions = _versions_of(article_id, viewer)
    article = next((row for row in versions if row.id == article_id), None)
    if article is None:
        raise NotFound()
    reasons = db.session.scalars(
        select(ArticleFeedback)
        .where(ArticleFeedback.article_id == article_id, ArticleFeedback.reason != "")
        .order_by(ArticleFeedback.created_at.desc(), ArticleFeedback.id.desc())
        .limit(REASONS_SHOWN)
    ).all()
    return EditPage(
        article,
        _sources_of(article_id, viewer),
        reasons,
        tasks_of([article_id]).get(article_id, []) if article.is_doubted else (),
        waiting_edits(article_id) if article.is_readable else (),
        versions,
    )


def revision(article_id: int, number: int) -> ArticleRevision:
    """What an article said at one time; raises NotFound."""
    found = db.session.scalar(_revisions(article_id).where(ArticleRevision.number == number))
    if found is None:
        raise NotFound()
    return found


def history_page(article_id: int, number: int | None, viewer: Actor) -> HistoryPage:
    """The history of an article, open at one revision (the newest by default).

    Raises:
        NotFound: there is no such article for this viewer, or no such revision.
    """
    article = db.session.scalar(visible_to(viewer).where(Article.id == article_id))
    if article is None:
        raise NotFound()
    wanted = article.revision_number if number is None else number
    texts = db.session.scalars(
        _revisions(article_id).where(ArticleRevision.number.in_((wanted, wanted - 1)))
    ).all()
    if not texts or texts[0].number != wanted:
        raise NotFound()
    revisions = db.session.scalars(
        _revisions(article_id).options(
            joinedload(ArticleRevision.editor), defer(ArticleRevision.source)
        )
    ).all()
    return HistoryPage(article, revisions, texts[0], texts[1] if len(texts) > 1 else None)


def who_can_publish(actor: Actor) -> Sequence[str]:
    """The names of some people, other than the actor, who may publish an article."""
    roles = [role for role, granted in GRANTS.items() if Permission.PUBLISH_ARTICLE in granted]
    return db.session.scalars(
        select(User.name)
        .where(
            User.role.in_(roles),
            User.id != actor.id,
            User.active.is_(True),
            User.deleted_at.is_(None),
        )
        .order_by(User.name)
        .limit(NAMES_SHOWN)
    ).all()


def _revisions(article_id: int) -> Select[ArticleRevision]:
    return (
        select(ArticleRevision)
        .where(ArticleRevision.article_id == article_id)
        .order_by(ArticleRevision.number.desc())
    )


def _versions_of(article_id: int, viewer: Actor) -> Sequence[Article]:
    """It, and what is the same in other languages."""
    first = (
        select(func.coalesce(Article.translation_of_id, Article.id))
        .where(Article.id == article_id)
        .scalar_subquery()
    )
    there = or_(Article.id == article_id, Article.status != ArticleStatus.ARCHIVED)
    loaded = (joinedload(Article.author), joinedload(Article.owner), joinedload(Article.tags))
    return (
        db.session.scalars(
            visible_to(viewer)
            .where(or_(Article.id == first, Article.translation_of_id == first), there)
            .options(*loaded)
            .order_by(Article.language, Article.id)
        )
        .unique()
        .all()
    )


def _sources_of(article_id: int, viewer: Actor) -> Sequence[SourcePost]:
    used = (
        select(
            ArticleSource.thread_id,
            ArticleSource.post_id,
            func.max(ArticleSource.post_revision).label("revision"),
        )
        .where(ArticleSource.article_id == article_id)
        .group_by(ArticleSource.thread_id, ArticleSource.post_id)
        .subquery()
    )
    rows = db.session.execute(
        visible_threads(viewer)
        .join(used, used.c.thread_id == Thread.id)
        .outerjoin(Post, Post.id == used.c.post_id)
        .add_columns(Post, used.c.revision)
        .options(joinedload(Post.author))
        .where(or_(Post.id.is_(None), visible_posts(viewer)))
        .order_by(Thread.id, Post.position)
    )
    return [
        SourcePost(thread, post, post is not None and post.revision_number != taken)
        for thread, post, taken in rows
    ]
