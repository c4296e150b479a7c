"""What a thread gives to an article, and whether it has given it already."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, func, or_, select
from sqlalchemy.orm import selectinload

from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.permissions import Actor
from forum.knowledge.models import Article, ArticleSource, ArticleStatus
from forum.threads.models import (
    AnswerMark,
    MarkKind,
    Post,
    PostKind,
    Thread,
    ThreadStatus,
    out_of_date,
)
from forum.threads.queries import visible_to
from moderation.promotion.compose import PostText, ThreadText

ALSO_WORKED_SCORE = 2  # one vote may be a friend's; two people found it useful
CHECKS = frozenset({MarkKind.VERIFIED, MarkKind.ENDORSED})


@dataclass(frozen=True, slots=True)
class Material:
    """A thread's texts, and by post id the people whose words or checks they are."""

    thread: Thread
    text: ThreadText
    people: dict[int, frozenset[int]]


def material(thread_id: int, viewer: Actor) -> Material:
    """The question, the best answer and the other helpful ones, as they stand now.

    A thread without a best answer gives its question alone, as solution too: rules refuse it.

    Raises:
        NotFound: there is no such thread for this viewer.
    """
    thread = db.session.scalar(
        visible_to(viewer)
        .where(Thread.id == thread_id)
        .options(selectinload(Thread.tags))
        .execution_options(populate_existing=True)
    )
    if thread is None:
        raise NotFound()
    posts = db.session.scalars(
        select(Post)
        .where(
            Post.thread_id == thread_id,
            Post.kind.in_((PostKind.QUESTION, PostKind.ANSWER)),
            Post.deleted_at.is_(None),
            Post.hidden_at.is_(None),
            ~out_of_date(Post.id),
        )
        .order_by(Post.score.desc(), Post.position)
        .execution_options(populate_existing=True)
    ).all()
    marks = _marks_of(thread_id)
    question = next((post for post in posts if post.kind is PostKind.QUESTION), None)
    if question is None:
        raise NotFound()
    best = next((post for post in posts if post.id == thread.best_post_id), question)
    others = [
        post
        for post in posts
        if post not in {question, best} and (post.score >= ALSO_WORKED_SCORE or marks.get(post.id))
    ]
    return Material(
        thread,
        ThreadText(thread.title, _text(question), _text(best), tuple(map(_text, others))),
        {post.id: _people(post, marks.get(post.id, [])) for post in posts},
    )


def article_of_thread(thread_id: int) -> int | None:
    """The id of the oldest article that a thread became; one in the archive does not count."""
    return db.session.scalar(select(_first_article(ArticleSource.thread_id == thread_id)))


def promotable(thread_ids: Sequence[int], viewer: Actor) -> dict[int, int | None]:
    """Which of these threads could become an article, or did: then with its id."""
    article_id = _first_article(ArticleSource.thread_id == Thread.id)
    rows = db.session.execute(
        visible_to(viewer)
        .where(
            Thread.id.in_(thread_ids),
            or_(Thread.status == ThreadStatus.SOLVED, article_id.is_not(None)),
            Thread.deleted_at.is_(None),
            Thread.hidden_at.is_(None),
        )
        .with_only_columns(Thread.id, article_id.label("article_id"), maintain_column_froms=True)
    )
    return {row.id: row.article_id for row in rows}


def _first_article(of_thread: ColumnElement[bool]) -> ScalarSelect[int]:
    return (
        select(func.min(ArticleSource.article_id))
        .join(Article, Article.id == ArticleSource.article_id)
        .where(of_thread, Article.status != ArticleStatus.ARCHIVED)
        .scalar_subquery()
    )


def _marks_of(thread_id: int) -> dict[int, list[AnswerMark]]:
    marks: dict[int, list[AnswerMark]] = {}
    for mark in db.session.scalars(
        select(AnswerMark).where(AnswerMark.thread_id == thread_id, AnswerMark.revoked_at.is_(None))
    ):
        marks.setdefault(mark.post_id, []).append(mark)
    return marks


def _people(post: Post, marks: Sequence[AnswerMark]) -> frozenset[int]:
    return frozenset({post.author_id, *(mark.by_id for mark in marks if mark.kind in CHECKS)})


def _text(post: Post) -> PostText:
    return PostText(post.id, post.revision_number, post.source)
