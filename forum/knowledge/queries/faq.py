"""The common questions: what staff chose, in their order, as far as the reader may see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from forum.core.db import db
from forum.core.markup import plain_text
from forum.core.permissions import Actor
from forum.knowledge.cards import article_url
from forum.knowledge.models import READABLE, Article, FaqEntry
from forum.knowledge.queries.visible import visible_to as visible_articles
from forum.threads.models import Post, Thread
from forum.threads.queries import visible_posts
from forum.threads.queries import visible_to as visible_threads
from forum.threads.states import knot_of, thread_url

FAQ_MAX = 15  # more is a knowledge base, not a page of common questions
ANSWER_MAX_CHARS = 400


@dataclass(frozen=True, slots=True)
class CommonQuestion:
    """One of them: the question, the beginning of its answer as plain text, where it all stands.

    ``whole`` says that the answer is not cut off.
    """

    entry_id: int
    question: str
    answer: str
    whole: bool
    url: str
    language: str
    state: str  # the knot beside it


def entries() -> Sequence[FaqEntry]:
    """What was chosen, seen or not, in order."""
    return db.session.scalars(select(FaqEntry).order_by(FaqEntry.position, FaqEntry.id)).all()


def common_questions(viewer: Actor, language: str) -> Sequence[CommonQuestion]:
    """The page: articles in the reader's language where there is such a version.

    What is hidden, archived, no longer answered or not for this viewer is left out.
    """
    chosen = entries()
    articles = _articles([row.article_id for row in chosen if row.article_id], viewer, language)
    threads = _threads([row.thread_id for row in chosen if row.thread_id], viewer)
    found = [
        _from_article(row.id, articles[row.article_id])
        if row.article_id in articles
        else _from_thread(row.id, *threads[row.thread_id])
        for row in chosen
        if row.article_id in articles or row.thread_id in threads
    ]
    return found[:FAQ_MAX]


def _articles(ids: Iterable[int], viewer: Actor, language: str) -> dict[int | None, Article]:
    """By the id that was chosen: the article, or its version in the reader's language."""
    wanted = list(ids)
    if not wanted:
        return {}
    rows = db.session.scalars(
        visible_articles(viewer).where(
            Article.status.in_(READABLE),
            or_(Article.id.in_(wanted), Article.translation_of_id.in_(wanted)),
        )
    ).all()
    found: dict[int | None, Article] = {row.id: row for row in rows if row.id in wanted}
    for row in rows:
        if row.translation_of_id in found and row.language == language:
            found[row.translation_of_id] = row
    return found


def _threads(ids: Iterable[int], viewer: Actor) -> dict[int | None, tuple[Thread, Post]]:
    wanted = list(ids)
    if not wanted:
        return {}
    best = [Thread.official_post_id, Thread.accepted_post_id, Thread.verified_post_id]
    rows = db.session.execute(
        visible_threads(viewer)
        .join(Post, Post.thread_id == Thread.id)
        .add_columns(Post)
        .where(
            Thread.id.in_(wanted),
            Thread.deleted_at.is_(None),
            Thread.hidden_at.is_(None),
            or_(*(Post.id == column for column in best)),
            visible_posts(viewer),
        )
    )
    return {thread.id: (thread, post) for thread, post in rows if post.id == thread.best_post_id}


def _from_article(entry_id: int, article: Article) -> CommonQuestion:
    text = article.summary or plain_text(article.html)
    answer, _whole = _cut(text)
    url = article_url(article)
    return CommonQuestion(entry_id, article.title, answer, False, url, article.language, "article")


def _from_thread(entry_id: int, thread: Thread, post: Post) -> CommonQuestion:
    answer, whole = _cut(plain_text(post.html))
    url = thread_url(thread)
    return CommonQuestion(
        entry_id, thread.title, answer, whole, url, thread.language, knot_of(thread)
    )


def _cut(text: str) -> tuple[str, bool]:
    text = text.strip()
    if len(text) <= ANSWER_MAX_CHARS:
        return text, True
    return f"{text[:ANSWER_MAX_CHARS].rsplit(' ', 1)[0].rstrip(' ,;:')}…", False
