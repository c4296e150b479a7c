"""What is chosen, as staff see it, and what could be: asked again most often, read most."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import ngettext
from sqlalchemy import func, select

from forum.core.db import db
from forum.core.permissions import Actor
from forum.finding import clusters
from forum.finding.keys import article_key, thread_key
from forum.finding.models import DuplicateLink
from forum.knowledge.cards import article_url
from forum.knowledge.models import READABLE, Article, FaqEntry
from forum.knowledge.queries import articles_by_ids
from forum.knowledge.queries import visible_to as visible_articles
from forum.knowledge.queries.faq import CommonQuestion, common_questions, entries
from forum.threads.models import Thread, ThreadStatus
from forum.threads.queries import visible_to as visible_threads
from forum.threads.states import thread_url

PROPOSALS_MAX = 10
CANDIDATES = 20  # of each sort; more cannot come to the top


@dataclass(frozen=True, slots=True)
class Chosen:
    """One entry; ``shown`` is None where readers do not find it at the moment."""

    entry: FaqEntry
    shown: CommonQuestion | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What could be chosen, and why."""

    key: str
    title: str
    url: str
    language: str
    why: str


def chosen(viewer: Actor, language: str) -> Sequence[Chosen]:
    """All entries in their order."""
    shown = {row.entry_id: row for row in common_questions(viewer, language)}
    return [Chosen(entry, shown.get(entry.id)) for entry in entries()]


def proposals(viewer: Actor, taken: Sequence[FaqEntry]) -> Sequence[Proposal]:
    """First what was asked again, then what is read most, without what is chosen already."""
    threads = {row.thread_id for row in taken if row.thread_id}
    articles = {row.article_id for row in taken if row.article_id}
    found = [
        *_asked_again(viewer),
        *(_article(row, _read(row.view_count)) for row in _read_articles(viewer)),
        *(_thread(row, _read(row.view_count)) for row in _read_threads(viewer)),
    ]
    known = {article_key(number) for number in articles} | {thread_key(n) for n in threads}
    fresh: dict[str, Proposal] = {}
    for proposal in found:
        if proposal.key not in known:
            fresh.setdefault(proposal.key, proposal)
    return list(fresh.values())[:PROPOSALS_MAX]


def _asked_again(viewer: Actor) -> list[Proposal]:
    times = func.count()
    rows = db.session.execute(
        select(DuplicateLink.target_thread_id, DuplicateLink.target_article_id, times)
        .where(DuplicateLink.undone_at.is_(None))
        .group_by(DuplicateLink.target_thread_id, DuplicateLink.target_article_id)
        .order_by(times.desc())
        .limit(CANDIDATES)
    ).all()
    articles = articles_by_ids([row[1] for row in rows if row[1]], viewer)
    threads = {
        thread.id: thread
        for thread in db.session.scalars(
            visible_threads(viewer).where(
                Thread.id.in_([row[0] for row in rows if row[0]]),
                Thread.status == ThreadStatus.SOLVED,
            )
        )
    }
    again: dict[str, tuple[int, Thread | Article]] = {}
    for thread_id, article_id, number in rows:
        if article_id in articles:
            again[article_key(article_id)] = (number, articles[article_id])
        elif thread_id in threads:
            again[thread_key(thread_id)] = (number, threads[thread_id])
    for group in clusters.largest(viewer, CANDIDATES, open_only=False):
        if group.first.status is ThreadStatus.SOLVED:
            key = thread_key(group.first.id)
            linked = again.get(key, (0, group.first))[0]
            again[key] = (max(linked, group.threads - 1), group.first)
    ordered = sorted(again.values(), key=lambda one: -one[0])[:CANDIDATES]
    return [_asked(row, number) for number, row in ordered]


def _asked(row: Thread | Article, number: int) -> Proposal:
    why = ngettext("asked again %(num)s time", "asked again %(num)s times", number)
    return _thread(row, why) if isinstance(row, Thread) else _article(row, why)


def _read_articles(viewer: Actor) -> Sequence[Article]:
    originals = visible_articles(viewer).where(
        Article.status.in_(READABLE), Article.translation_of_id.is_(None), Article.view_count > 0
    )
    return db.session.scalars(originals.order_by(Article.view_count.desc()).limit(CANDIDATES)).all()


def _read_threads(viewer: Actor) -> Sequence[Thread]:
    solved = visible_threads(viewer).where(
        Thread.status == ThreadStatus.SOLVED, Thread.view_count > 0
    )
    return db.session.scalars(solved.order_by(Thread.view_count.desc()).limit(CANDIDATES)).all()


def _read(views: int) -> str:
    return str(ngettext("read %(num)s time", "read %(num)s times", views))


def _article(row: Article, why: str) -> Proposal:
    return Proposal(article_key(row.id), row.title, article_url(row), row.language, why)


def _thread(row: Thread, why: str) -> Proposal:
    return Proposal(thread_key(row.id), row.title, thread_url(row), row.language, why)
