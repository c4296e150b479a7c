"""Solved threads that should become articles, those most people need first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.core.permissions import Actor
from forum.finding.models import DuplicateLink
from forum.knowledge.models import Article, ArticleSource, ArticleStatus
from forum.threads.models import Thread, ThreadStatus
from forum.threads.queries import visible_to
from moderation.promotion.models import ArticleProposal

LISTED_MAX = 40  # two batches; the rest moves up when these are done
LOOKED_AT = 200  # by each measure: what is first by none of them is not first together
VIEWS_PER_PERSON = 100  # somebody who only read counts as much as a hundredth of one who has it


@dataclass(frozen=True, slots=True)
class Ready:
    """A solved thread without an article: how many have the problem, asked it anew, read it."""

    thread: Thread
    people: int
    duplicates: int
    views: int


def ready(viewer: Actor) -> Sequence[Ready]:
    """Solved threads without an article that most people need; two statements."""
    duplicates = _duplicates()
    demand = Thread.same_count + duplicates + Thread.view_count * (1.0 / VIEWS_PER_PERSON)
    rows = db.session.execute(
        _without_article(viewer)
        .where(Thread.id.in_(_candidates(viewer)))
        .add_columns(duplicates)
        .order_by(demand.desc(), Thread.id)
        .limit(LISTED_MAX)
    )
    return [Ready(row[0], row[0].same_count, row[1], row[0].view_count) for row in rows]


def proposals(viewer: Actor) -> Sequence[ArticleProposal]:
    """What ambassadors proposed and nobody decided yet, the oldest first."""
    return db.session.scalars(
        _undecided(viewer)
        .options(joinedload(ArticleProposal.thread), joinedload(ArticleProposal.by))
        .order_by(ArticleProposal.created_at, ArticleProposal.id)
    ).all()


def proposed(thread_ids: Sequence[int]) -> set[int]:
    """Those of these threads that somebody proposed and nobody decided about yet."""
    return set(
        db.session.scalars(
            select(ArticleProposal.thread_id).where(
                ArticleProposal.thread_id.in_(thread_ids), ArticleProposal.decided_at.is_(None)
            )
        )
    )


def listed_count(viewer: Actor) -> ColumnElement[int]:
    """As many as the page lists, proposals and threads, as a part of a statement."""
    threads = _without_article(viewer).with_only_columns(Thread.id, maintain_column_froms=True)
    parts = (threads.limit(LISTED_MAX), _undecided(viewer).with_only_columns(ArticleProposal.id))
    counts = [select(func.count()).select_from(part.subquery()).scalar_subquery() for part in parts]
    return counts[0] + counts[1]


def _undecided(viewer: Actor) -> Select[Any]:
    seen = visible_to(viewer).with_only_columns(Thread.id, maintain_column_froms=True)
    return (
        select(ArticleProposal)
        .where(ArticleProposal.decided_at.is_(None), ArticleProposal.thread_id.in_(seen))
        .limit(LISTED_MAX)
    )


def _candidates(viewer: Actor) -> ColumnElement[bool] | Any:
    ids = _without_article(viewer).with_only_columns(Thread.id, maintain_column_froms=True)
    asked_again = (
        select(DuplicateLink.target_thread_id)
        .where(DuplicateLink.target_thread_id.is_not(None), DuplicateLink.undone_at.is_(None))
        .group_by(DuplicateLink.target_thread_id)
        .order_by(func.count().desc())
        .limit(LOOKED_AT)
    )
    by_people = ids.order_by(Thread.same_count.desc(), Thread.id.desc()).limit(LOOKED_AT)
    by_views = ids.order_by(Thread.view_count.desc(), Thread.id.desc()).limit(LOOKED_AT)
    parts = [select(part.subquery().c[0]) for part in (by_people, by_views, asked_again)]
    return parts[0].union(*parts[1:])


def _without_article(viewer: Actor) -> Select[Any]:
    article = (
        select(ArticleSource.id)
        .join(Article, Article.id == ArticleSource.article_id)
        .where(ArticleSource.thread_id == Thread.id, Article.status != ArticleStatus.ARCHIVED)
    )
    best = (Thread.official_post_id, Thread.accepted_post_id, Thread.verified_post_id)
    return visible_to(viewer).where(
        Thread.status == ThreadStatus.SOLVED,
        Thread.deleted_at.is_(None),
        Thread.hidden_at.is_(None),
        or_(*(column.is_not(None) for column in best)),
        ~article.exists(),
    )


def _duplicates() -> Any:
    return (
        select(func.count())
        .where(DuplicateLink.target_thread_id == Thread.id, DuplicateLink.undone_at.is_(None))
        .correlate(Thread)
        .scalar_subquery()
    )
