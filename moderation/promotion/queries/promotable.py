"""What could become an article, what did, and what belongs into the same one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from forum.core.db import db
from forum.core.permissions import Actor
from forum.core.statements import ViewerKind, kind_of, parameters
from forum.finding.models import ClusterMember, DuplicateLink
from forum.knowledge.models import Article, ArticleSource, ArticleStatus
from forum.threads.models import Thread, ThreadStatus
from forum.threads.queries import visible_to
from moderation.promotion.models import ArticleProposal

TOGETHER_MAX = 10  # of one draft: more than that nobody reads through before publishing


@dataclass(frozen=True, slots=True)
class Promotable:
    """A thread that could become an article, or did: then with its id."""

    thread_id: int
    article_id: int | None
    beside: int  # how many other threads ask the same
    proposed: bool


def asking_the_same(thread_id: int, viewer: Actor) -> Sequence[Thread]:
    """Threads that were linked to this one, and solved ones of its cluster, without an article."""
    cluster = (
        select(ClusterMember.cluster_id)
        .where(ClusterMember.thread_id == thread_id)
        .scalar_subquery()
    )
    alike = select(ClusterMember.thread_id).where(ClusterMember.cluster_id == cluster)
    linked = select(DuplicateLink.thread_id).where(
        DuplicateLink.target_thread_id == thread_id, DuplicateLink.undone_at.is_(None)
    )
    return db.session.scalars(
        visible_to(viewer)
        .where(
            Thread.id != thread_id,
            or_(
                Thread.id.in_(linked),
                and_(Thread.id.in_(alike), Thread.status == ThreadStatus.SOLVED),
            ),
            Thread.deleted_at.is_(None),
            Thread.hidden_at.is_(None),
            _first_article(ArticleSource.thread_id == Thread.id).is_(None),
        )
        .order_by(Thread.same_count.desc(), Thread.id)
        .limit(TOGETHER_MAX)
    ).all()


def article_of_thread(thread_id: int) -> int | None:
    """The id of the oldest article that a thread became; one in the archive does not count."""
    return db.session.scalar(select(_first_article(ArticleSource.thread_id == thread_id)))


def _first_article(of_thread: ColumnElement[bool]) -> ScalarSelect[int]:
    return (
        select(func.min(ArticleSource.article_id))
        .join(Article, Article.id == ArticleSource.article_id)
        .where(of_thread, Article.status != ArticleStatus.ARCHIVED)
        .scalar_subquery()
    )


def promotable(thread_ids: Sequence[int], viewer: Actor) -> Sequence[Promotable]:
    """Which of these threads could become an article, or did; one statement."""
    chosen = parameters(viewer, thread_ids=list(thread_ids))
    rows = db.session.execute(_promotable(kind_of(viewer)), chosen)
    return [Promotable(*row) for row in rows]


@cache
def _promotable(kind: ViewerKind) -> Select[*tuple[Any, ...]]:
    article_id = _first_article(ArticleSource.thread_id == Thread.id)
    proposed = (
        select(ArticleProposal.id)
        .where(ArticleProposal.thread_id == Thread.id, ArticleProposal.decided_at.is_(None))
        .exists()
    )
    return (
        visible_to(kind)
        .where(
            Thread.id.in_(bindparam("thread_ids", expanding=True)),
            or_(Thread.status == ThreadStatus.SOLVED, article_id.is_not(None)),
            Thread.deleted_at.is_(None),
            Thread.hidden_at.is_(None),
        )
        .with_only_columns(
            Thread.id, article_id, _others_alike(), proposed, maintain_column_froms=True
        )
    )


def _others_alike() -> ColumnElement[int]:
    """How many threads were linked to this one, or are solved and in its cluster."""
    own, alike = aliased(ClusterMember), aliased(ClusterMember)
    solved = aliased(Thread)
    beside = (
        select(func.count())
        .select_from(own)
        .join(alike, alike.cluster_id == own.cluster_id)
        .join(solved, solved.id == alike.thread_id)
        .where(
            own.thread_id == Thread.id,
            alike.thread_id != Thread.id,
            solved.status == ThreadStatus.SOLVED,
            solved.deleted_at.is_(None),
            solved.hidden_at.is_(None),
        )
        .correlate(Thread)
        .scalar_subquery()
    )
    linked = (
        select(func.count())
        .where(DuplicateLink.target_thread_id == Thread.id, DuplicateLink.undone_at.is_(None))
        .correlate(Thread)
        .scalar_subquery()
    )
    return beside + linked
