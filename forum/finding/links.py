"""Reading duplicate links and what was tried, each as far as the viewer may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    cast,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from forum.core.db import db
from forum.core.permissions import Actor
from forum.core.statements import ViewerKind, kind_of, parameters
from forum.finding.models import DuplicateLink, Occasion, Outcome, ShownSuggestion
from forum.knowledge.cards import article_url
from forum.knowledge.models import READABLE, Article
from forum.knowledge.queries import visible_to as visible_articles
from forum.threads.models import Post, Thread
from forum.threads.queries import visible_to as visible_threads
from forum.threads.states import knot_of, thread_url

SAME_MAX = 20  # of one target's duplicates; the number beside the heading says how many there are
TRIED_MAX = 10
IDS: BindParameter[int] = bindparam("ids", expanding=True)


@dataclass(frozen=True, slots=True)
class Place:
    """Something to go to: a thread or an article."""

    title: str
    url: str
    state: str
    language: str
    same_count: int = 0


@dataclass(frozen=True, slots=True)
class Target:
    """A duplicate, who asked it, and where its answer stands."""

    thread_id: int
    author_id: int
    place: Place


@dataclass(frozen=True, slots=True)
class Suggested:
    """What the asker was shown: with an outcome what they had tried, without one a question still.

    ``html`` is the best answer, or the article.
    """

    place: Place
    outcome: Outcome | None
    html: str


def targets_of(thread_ids: Sequence[int], viewer: Actor) -> list[Target]:
    """For each duplicate the place where its answer stands; one statement."""
    duplicate = aliased(Thread)
    rows = db.session.execute(
        select(duplicate.id, duplicate.author_id, Thread, Article)
        .select_from(DuplicateLink)
        .join(duplicate, duplicate.id == DuplicateLink.thread_id)
        .outerjoin(Thread, and_(Thread.id == DuplicateLink.target_thread_id, _seen_thread(viewer)))
        .outerjoin(
            Article, and_(Article.id == DuplicateLink.target_article_id, _seen_article(viewer))
        )
        .where(DuplicateLink.thread_id.in_(thread_ids), DuplicateLink.undone_at.is_(None))
    )
    return [
        Target(thread_id, author_id, place_of(thread or article))
        for thread_id, author_id, thread, article in rows
        if thread is not None or article is not None
    ]


def duplicates_of(thread_ids: Sequence[int], viewer: Actor) -> dict[int, list[Place]]:
    """For each thread the questions that were linked to it, the largest first; one statement."""
    return _linked(_linked_to_threads(kind_of(viewer)), parameters(viewer, ids=list(thread_ids)))


def duplicates_of_articles(article_ids: Sequence[int], viewer: Actor) -> dict[int, list[Place]]:
    """For each article the questions that it answers; one statement."""
    return _linked(_linked_to_articles(kind_of(viewer)), parameters(viewer, ids=list(article_ids)))


def suggested_for(thread_ids: Sequence[int], viewer: Actor) -> dict[int, list[Suggested]]:
    """For each thread what its asker had tried, and what was found afterwards; one statement."""
    chosen = parameters(viewer, ids=list(thread_ids))
    rows = db.session.execute(_suggested_statement(kind_of(viewer)), chosen)
    found: dict[int, list[Suggested]] = {}
    for thread_id, outcome, thread, article, answer in rows:
        row = thread or article
        if thread_id is not None and row is not None:
            html = (article.html if article else answer) or ""
            found.setdefault(thread_id, []).append(Suggested(place_of(row), outcome, html))
    return found


@cache
def _suggested_statement(kind: ViewerKind) -> Select[*tuple[Any, ...]]:
    best = func.coalesce(Thread.official_post_id, Thread.accepted_post_id, Thread.verified_post_id)
    shown = (Post.deleted_at.is_(None), Post.hidden_at.is_(None))
    asking = ShownSuggestion.occasion == Occasion.ASKING
    return (
        select(ShownSuggestion.thread_id, ShownSuggestion.outcome, Thread, Article, Post.html)
        .select_from(ShownSuggestion)
        .outerjoin(Thread, and_(_key("thread:", Thread.id), _seen_thread(kind)))
        .outerjoin(Article, and_(_key("article:", Article.id), _seen_article(kind)))
        .outerjoin(Post, and_(Post.id == best, *shown))
        .where(
            ShownSuggestion.thread_id.in_(IDS),
            or_(
                and_(asking, ShownSuggestion.outcome != Outcome.SOLVED),
                and_(~asking, ShownSuggestion.outcome.is_(None)),
            ),
        )
        .order_by(ShownSuggestion.id)
    )


def place_of(row: Thread | Article) -> Place:
    """Where a row is read."""
    if isinstance(row, Article):
        return Place(row.title, article_url(row), "article", row.language)
    return Place(row.title, thread_url(row), knot_of(row), row.language, row.same_count)


def _linked(statement: Select[*tuple[Any, ...]], chosen: dict[str, Any]) -> dict[int, list[Place]]:
    found: dict[int, list[Place]] = {}
    for thread_id, article_id, thread in db.session.execute(statement, chosen):
        found.setdefault(thread_id or article_id or 0, []).append(place_of(thread))
    return found


@cache
def _linked_to_threads(kind: ViewerKind) -> Select[*tuple[Any, ...]]:
    return _linked_statement(kind).where(DuplicateLink.target_thread_id.in_(IDS))


@cache
def _linked_to_articles(kind: ViewerKind) -> Select[*tuple[Any, ...]]:
    return _linked_statement(kind).where(DuplicateLink.target_article_id.in_(IDS))


def _linked_statement(kind: ViewerKind) -> Select[*tuple[Any, ...]]:
    return (
        select(DuplicateLink.target_thread_id, DuplicateLink.target_article_id, Thread)
        .join(Thread, Thread.id == DuplicateLink.thread_id)
        .where(
            DuplicateLink.undone_at.is_(None),
            Thread.deleted_at.is_(None),
            Thread.hidden_at.is_(None),
            _seen_thread(kind),
        )
        .order_by(Thread.same_count.desc(), Thread.id)
    )


def _key(prefix: str, row_id: Any) -> ColumnElement[bool]:
    """Compared as numbers: a row is then found by its id, where texts would be made of all ids."""
    key = ShownSuggestion.document_key
    number = cast(func.substr(key, len(prefix) + 1), Integer)
    named: ColumnElement[bool] = row_id == case((key.startswith(prefix), number))
    return named


def _seen_thread(viewer: Actor) -> ColumnElement[bool]:
    seen = visible_threads(viewer).options().with_only_columns(Thread.id).subquery()
    return Thread.id.in_(select(seen.c.id))


def _seen_article(viewer: Actor) -> ColumnElement[bool]:
    seen = visible_articles(viewer).options().with_only_columns(Article.id).subquery()
    return and_(Article.id.in_(select(seen.c.id)), Article.status.in_(READABLE))
