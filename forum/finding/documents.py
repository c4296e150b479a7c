"""Threads and articles as search documents, read for many keys in a handful of queries."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from forum.categories.models import Category
from forum.core.db import db
from forum.core.markup import plain_text
from forum.finding import labels
from forum.finding.keys import article_key, parse, thread_key
from forum.finding.wordings import asked_as
from forum.knowledge.models import READABLE, Article
from forum.knowledge.sections import Section as Part
from forum.knowledge.sections import sections_of
from forum.threads.models import Post, PostKind, Thread, ThreadStatus, out_of_date
from search.documents import Document, Section

ANSWERS_KEPT = 3  # where nobody marked a best answer, the best few by votes stand in for it
# How much stands behind an answer, 0..1; the order is what matters, ranking weighs it lightly.
STANDING_OFFICIAL = 1.0
STANDING_ARTICLE = 0.9
STANDING_VERIFIED = 0.8
STANDING_ACCEPTED = 0.7
STANDING_ANSWERED = 0.3


def documents_for(keys: Iterable[str]) -> list[Document]:
    """The documents these keys name; what is gone, hidden or linked elsewhere is left out."""
    known = [key for text in keys if (key := parse(text)) is not None]
    threads = [key.id for key in known if key.kind == "thread"]
    articles = [key.id for key in known if key.kind == "article"]
    return [*_threads(threads), *_articles(articles)]


def all_keys() -> Iterator[str]:
    """The key of every row that is, or could become, a document."""
    yield from (thread_key(row_id) for row_id in db.session.scalars(select(Thread.id)))
    yield from (article_key(row_id) for row_id in db.session.scalars(select(Article.id)))


def _findable() -> tuple[ColumnElement[bool], ...]:
    return (
        Thread.deleted_at.is_(None),
        Thread.hidden_at.is_(None),
        Thread.status != ThreadStatus.DUPLICATE,
    )


def _threads(ids: Sequence[int]) -> list[Document]:
    if not ids:
        return []
    threads = db.session.scalars(
        select(Thread)
        .where(Thread.id.in_(ids), *_findable())
        .options(joinedload(Thread.category), joinedload(Thread.product), selectinload(Thread.tags))
        .order_by(Thread.id)
        .execution_options(populate_existing=True)
    ).all()
    questions, answers = _texts([thread.id for thread in threads])
    others = asked_as([thread.id for thread in threads], [])
    places = _places()
    return [
        Document(
            key=thread_key(thread.id),
            kind="thread",
            title=thread.title,
            body="\n".join(questions.get(thread.id, []) + others.get(thread_key(thread.id), [])),
            answer=_answer(thread, answers.get(thread.id, [])),
            language=thread.language,
            audiences=(thread.category.audience,),
            labels=labels.of_thread(thread, places.get(thread.category_id, [])),
            standing=_standing(thread),
            created_at=thread.created_at,
            fresh_at=_fresh_at(thread),
        )
        for thread in threads
    ]


def _texts(ids: Sequence[int]) -> tuple[dict[int, list[str]], dict[int, list[tuple[int, str]]]]:
    """What each thread asks, and the HTML of its answers with their ids, most voted first.

    Its own question stands before those that became part of it. Answers that are out of date are
    not offered to anybody.
    """
    questions: dict[int, list[str]] = {}
    answers: dict[int, list[tuple[int, str]]] = {}
    rows = db.session.execute(
        select(Post.id, Post.thread_id, Post.kind, Post.title, Post.html)
        .where(
            Post.thread_id.in_(ids),
            Post.kind.in_((PostKind.QUESTION, PostKind.ANSWER, PostKind.MERGED)),
            Post.deleted_at.is_(None),
            Post.hidden_at.is_(None),
            ~out_of_date(Post.id),
        )
        .order_by(Post.thread_id, Post.score.desc(), Post.position)
    )
    for post_id, thread_id, kind, title, html in rows:
        if kind is PostKind.QUESTION:
            questions.setdefault(thread_id, []).insert(0, plain_text(html))
        elif kind is PostKind.MERGED:
            questions.setdefault(thread_id, []).append(f"{title}\n{plain_text(html)}")
        else:
            answers.setdefault(thread_id, []).append((post_id, html))
    return questions, answers


def _answer(thread: Thread, answers: list[tuple[int, str]]) -> str:
    best = [html for post_id, html in answers if post_id == thread.best_post_id]
    chosen = best or [html for _post_id, html in answers[:ANSWERS_KEPT]]
    return "\n".join(plain_text(html) for html in chosen)


def _standing(thread: Thread) -> float:
    if thread.official_post_id is not None:
        return STANDING_OFFICIAL
    if thread.verified_post_id is not None:
        return STANDING_VERIFIED
    if thread.accepted_post_id is not None:
        return STANDING_ACCEPTED
    return STANDING_ANSWERED if thread.answer_count else 0.0


def _fresh_at(thread: Thread) -> datetime:
    """When somebody last answered it for the first time, officially, or so that it was solved."""
    known = (thread.first_answer_at, thread.staff_answered_at, thread.solved_at)
    return max([thread.created_at, *filter(None, known)])


def _articles(ids: Sequence[int]) -> list[Document]:
    if not ids:
        return []
    articles = db.session.scalars(
        select(Article)
        .where(Article.id.in_(ids), Article.status.in_(READABLE))
        .options(joinedload(Article.category), selectinload(Article.tags))
        .order_by(Article.id)
        .execution_options(populate_existing=True)
    ).all()
    others = asked_as([], [article.id for article in articles])
    places = _places()
    return [
        Document(
            key=article_key(article.id),
            kind="article",
            title=article.title,
            body="\n".join([plain_text(article.html), *others.get(article_key(article.id), [])]),
            sections=_sections(article),
            language=article.language,
            audiences=(article.category.audience,),
            labels=labels.of_article(article, places.get(article.category_id, [])),
            standing=STANDING_ARTICLE,
            created_at=article.published_at or article.created_at,
            fresh_at=article.updated_at,
        )
        for article in articles
    ]


def _places() -> dict[int, list[str]]:
    """For each category its slug and the one above it: who looks there finds what is below."""
    rows = db.session.execute(select(Category.id, Category.slug, Category.parent_id)).all()
    slugs = {row.id: row.slug for row in rows}
    return {
        row.id: [slugs[row.parent_id], row.slug] if row.parent_id in slugs else [row.slug]
        for row in rows
    }


def _sections(article: Article) -> tuple[Section, ...]:
    return opened_by(article.summary, sections_of(article.html))


def opened_by(summary: str, parts: Sequence[Part]) -> tuple[Section, ...]:
    """An article's sections for the index; the first holds its summary and all before a heading.

    The summary says in a sentence for whom the article is, often in other words than its title.
    """
    opening = "\n".join([summary, *(part.text for part in parts if not part.heading)]).strip()
    rest = tuple(Section(part.anchor, part.heading, part.text) for part in parts if part.heading)
    return (Section("", "", opening), *rest) if opening else rest
