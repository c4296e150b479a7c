"""Reading duplicate links and what was tried, each as far as the viewer may see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, and_, cast, literal, select
from sqlalchemy.orm import aliased

from forum.core.db import db
from forum.core.permissions import Actor
from forum.finding.models import DuplicateLink, Outcome, SuggestionOutcome
from forum.knowledge.cards import article_url
from forum.knowledge.models import READABLE, Article
from forum.knowledge.queries import visible_to as visible_articles
from forum.threads.models import Thread
from forum.threads.queries import visible_to as visible_threads
from forum.threads.states import knot_of, thread_url

SAME_MAX = 20  # of one target's duplicates; the number beside the heading says how many there are
TRIED_MAX = 10


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
class Tried:
    """A suggestion that its asker had read before they asked."""

    place: Place
    outcome: Outcome


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
    return _linked(DuplicateLink.target_thread_id.in_(thread_ids), viewer)


def duplicates_of_articles(article_ids: Sequence[int], viewer: Actor) -> dict[int, list[Place]]:
    """For each article the questions that it answers; one statement."""
    return _linked(DuplicateLink.target_article_id.in_(article_ids), viewer)


def tried_for(thread_ids: Sequence[int], viewer: Actor) -> dict[int, list[Tried]]:
    """For each thread what its asker had tried before; one statement."""
    rows = db.session.execute(
        select(SuggestionOutcome.thread_id, SuggestionOutcome.outcome, Thread, Article)
        .select_from(SuggestionOutcome)
        .outerjoin(Thread, and_(_key("thread:", Thread.id), _seen_thread(viewer)))
        .outerjoin(Article, and_(_key("article:", Article.id), _seen_article(viewer)))
        .where(
            SuggestionOutcome.thread_id.in_(thread_ids),
            SuggestionOutcome.outcome != Outcome.SOLVED,
        )
        .order_by(SuggestionOutcome.id)
    )
    found: dict[int, list[Tried]] = {}
    for thread_id, outcome, thread, article in rows:
        row = thread or article
        if thread_id is not None and row is not None:
            found.setdefault(thread_id, []).append(Tried(place_of(row), outcome))
    return {thread_id: tried[:TRIED_MAX] for thread_id, tried in found.items()}


def place_of(row: Thread | Article) -> Place:
    """Where a row is read."""
    if isinstance(row, Article):
        return Place(row.title, article_url(row), "article", row.language)
    return Place(row.title, thread_url(row), knot_of(row), row.language, row.same_count)


def _linked(which: ColumnElement[bool], viewer: Actor) -> dict[int, list[Place]]:
    rows = db.session.execute(
        select(DuplicateLink.target_thread_id, DuplicateLink.target_article_id, Thread)
        .join(Thread, Thread.id == DuplicateLink.thread_id)
        .where(
            which,
            DuplicateLink.undone_at.is_(None),
            Thread.deleted_at.is_(None),
            Thread.hidden_at.is_(None),
            _seen_thread(viewer),
        )
        .order_by(Thread.same_count.desc(), Thread.id)
    )
    found: dict[int, list[Place]] = {}
    for thread_id, article_id, thread in rows:
        found.setdefault(thread_id or article_id or 0, []).append(place_of(thread))
    return found


def _key(prefix: str, row_id: ColumnElement[int] | object) -> ColumnElement[bool]:
    return SuggestionOutcome.document_key == literal(prefix) + cast(row_id, String)


def _seen_thread(viewer: Actor) -> ColumnElement[bool]:
    seen = visible_threads(viewer).options().with_only_columns(Thread.id).subquery()
    return Thread.id.in_(select(seen.c.id))


def _seen_article(viewer: Actor) -> ColumnElement[bool]:
    seen = visible_articles(viewer).options().with_only_columns(Article.id).subquery()
    return and_(Article.id.in_(select(seen.c.id)), Article.status.in_(READABLE))
