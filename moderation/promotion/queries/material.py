"""What a thread gives to an article, and whether it has given it already."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.i18n import in_language
from forum.core.permissions import Actor
from forum.threads.models import (
    AnswerMark,
    MarkKind,
    Post,
    PostKind,
    Thread,
    out_of_date,
)
from forum.threads.queries import visible_to
from moderation.promotion.blocks import PostText
from moderation.promotion.compose import Fact, ThreadText

ALSO_WORKED_SCORE = 2  # one vote may be a friend's; two people found it useful
TOGETHER_MAX = 10  # of one draft: more than that nobody reads through before publishing
CHECKS = frozenset({MarkKind.VERIFIED, MarkKind.ENDORSED})


@dataclass(frozen=True, slots=True)
class Material:
    """The texts, and by post id its thread and the people whose words or checks it is."""

    thread: Thread
    text: ThreadText
    threads: dict[int, int]
    people: dict[int, frozenset[int]]


def material(thread_id: int, viewer: Actor, beside: Sequence[int] = ()) -> Material:
    """The question, the best answer and the other helpful ones, as they stand now.

    A thread without a best answer gives its question alone, as solution too: rules refuse it.

    Args:
        beside: threads that ask the same: each gives its title and, if it has one, its solution.

    Raises:
        NotFound: there is no such thread for this viewer.
    """
    threads = _threads([thread_id, *beside], viewer)
    thread = threads.pop(thread_id, None)
    if thread is None:
        raise NotFound()
    others = [row for row in threads.values() if row.category.audience == thread.category.audience]
    posts = _posts([thread, *others])
    marks = _marks_of([row.id for row in posts])
    own = [post for post in posts if post.thread_id == thread_id]
    question = next((post for post in own if post.kind is PostKind.QUESTION), None)
    if question is None:
        raise NotFound()
    best = next((post for post in own if post.id == thread.best_post_id), question)
    helpful = [
        post
        for post in own
        if post not in {question, best} and (post.score >= ALSO_WORKED_SCORE or marks.get(post.id))
    ]
    solved_by = {row.best_post_id for row in others}
    helpful += [post for post in posts if post.id in solved_by]
    text = ThreadText(
        thread.title,
        _text(question),
        _text(best),
        tuple(map(_text, helpful)),
        _environment(thread, question, best),
        _titles(others, posts),
    )
    people = {post.id: _people(post, marks.get(post.id, [])) for post in posts}
    return Material(thread, text, {post.id: post.thread_id for post in posts}, people)


def _threads(ids: Sequence[int], viewer: Actor) -> dict[int, Thread]:
    rows = db.session.scalars(
        visible_to(viewer)
        .where(
            Thread.id.in_(ids),
            or_(Thread.id == ids[0], and_(Thread.deleted_at.is_(None), Thread.hidden_at.is_(None))),
        )
        .options(selectinload(Thread.tags), joinedload(Thread.product))
        .order_by(Thread.same_count.desc(), Thread.id)
        .execution_options(populate_existing=True)
    )
    return {thread.id: thread for thread in rows}


def _posts(threads: Sequence[Thread]) -> Sequence[Post]:
    """Questions and answers that everybody sees; best first within a thread."""
    return db.session.scalars(
        select(Post)
        .where(
            Post.thread_id.in_([thread.id for thread in threads]),
            Post.kind.in_((PostKind.QUESTION, PostKind.ANSWER)),
            Post.deleted_at.is_(None),
            Post.hidden_at.is_(None),
            ~out_of_date(Post.id),
        )
        .order_by(Post.score.desc(), Post.position, Post.id)
        .execution_options(populate_existing=True)
    ).all()


def _environment(thread: Thread, question: Post, best: Post) -> tuple[Fact, ...]:
    """What it is about and on which version it works, in the thread's language."""
    facts = []
    name = thread.product.name(thread.language) if thread.product else ""
    with in_language(thread.language):
        version = _("version %(number)s", number=thread.version) if thread.version else ""
        about = ", ".join(filter(None, (name, version)))
        if about:
            facts.append(Fact(about, question.id, question.revision_number))
        if best.version:
            works = _("Works on version %(number)s", number=best.version)
            facts.append(Fact(works, best.id, best.revision_number))
    return tuple(facts)


def _titles(threads: Sequence[Thread], posts: Sequence[Post]) -> tuple[Fact, ...]:
    asked = {post.thread_id: post for post in posts if post.kind is PostKind.QUESTION}
    return tuple(
        Fact(thread.title, asked[thread.id].id, asked[thread.id].revision_number)
        for thread in threads
        if thread.id in asked
    )


def _marks_of(post_ids: Sequence[int]) -> dict[int, list[AnswerMark]]:
    marks: dict[int, list[AnswerMark]] = {}
    for mark in db.session.scalars(
        select(AnswerMark).where(AnswerMark.post_id.in_(post_ids), AnswerMark.revoked_at.is_(None))
    ):
        marks.setdefault(mark.post_id, []).append(mark)
    return marks


def _people(post: Post, marks: Sequence[AnswerMark]) -> frozenset[int]:
    return frozenset({post.author_id, *(mark.by_id for mark in marks if mark.kind in CHECKS)})


def _text(post: Post) -> PostText:
    return PostText(post.id, post.revision_number, post.source)
