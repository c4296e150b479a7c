"""What a profile shows, as far as the viewer may see it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from sqlalchemy import Select, func, or_, select

from forum.accounts.models import User
from forum.accounts.queries import find_by_name
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.markup import plain_text
from forum.core.paging import PAGE_SIZE_ROWS, Page, encode_cursor, keyset
from forum.core.permissions import Actor
from forum.knowledge.models import READABLE, Article, ArticleContributor
from forum.knowledge.queries import visible_to as visible_articles
from forum.threads.lines import Line
from forum.threads.models import AnswerMark, MarkKind, Post, PostKind, Thread
from forum.threads.queries import ThreadFilter, thread_list, visible_posts, visible_to
from forum.threads.queries.lines import line_in, lined
from forum.threads.queries.listing import Order
from forum.threads.rows import ThreadRow, row_of

EXCERPT_CHARS = 200
ARTICLES_MAX = 5


@dataclass(frozen=True, slots=True)
class Counts:
    """How much somebody asked and answered, and how many answers were the solution."""

    asked: int
    answered: int
    solved: int


def get_person(name: str) -> User:
    """The person at ``/u/<name>``, in any spelling.

    Raises:
        NotFound: nobody is called so, or they left.
    """
    person = find_by_name(name)
    if person is None:
        raise NotFound()
    return person


def counts_of(person: User, viewer: Actor) -> Counts:
    """What the viewer would find on the profile, in one statement."""
    asked = visible_to(viewer).where(Thread.author_id == person.id)
    answered = _answers(person.id, viewer)
    best = Post.id.in_([Thread.accepted_post_id, Thread.official_post_id, Thread.verified_post_id])
    row = db.session.execute(
        select(
            asked.with_only_columns(func.count()).order_by(None).scalar_subquery(),
            answered.with_only_columns(func.count()).scalar_subquery(),
            answered.where(best).with_only_columns(func.count()).scalar_subquery(),
        )
    ).one()
    return Counts(*row)


def asked_by(person: User, viewer: Actor, cursor: str | None) -> Page[ThreadRow]:
    """What somebody asked, newest first."""
    chosen = ThreadFilter(order=Order.NEWEST, author_id=person.id)
    page = thread_list(viewer, chosen, cursor)
    return Page([_nameless(row) for row in page.items], page.next_cursor)


def answered_by(person: User, viewer: Actor, cursor: str | None) -> Page[ThreadRow]:
    """What somebody answered, newest first; each line leads to the answer."""
    statement = lined(_answers(person.id, viewer)).add_columns(
        Post.id.label("post_id"), Post.html, Post.created_at.label("posted_at")
    )
    rows = db.session.execute(keyset(statement, Post.created_at, Post.id, cursor)).all()
    shown = [_answer_row(line_in(row), row.post_id, row.html) for row in rows[:PAGE_SIZE_ROWS]]
    shown = [_nameless(row) if row.author_name == person.name else row for row in shown]
    if len(rows) <= PAGE_SIZE_ROWS:
        return Page(shown, None)
    last = rows[PAGE_SIZE_ROWS - 1]
    return Page(shown, encode_cursor(last.posted_at, last.post_id))


def _nameless(row: ThreadRow) -> ThreadRow:
    """A line without the name that stands on top of the page already."""
    return replace(row, author_name="", author_standing="")


def marks_earned(person: User, viewer: Actor) -> Sequence[tuple[MarkKind, int]]:
    """The marks in force on what somebody answered, as far as the viewer sees it."""
    answers = _answers(person.id, viewer).with_only_columns(Post.id, maintain_column_froms=True)
    rows = db.session.execute(
        select(AnswerMark.kind, func.count())
        .where(AnswerMark.post_id.in_(answers), AnswerMark.revoked_at.is_(None))
        .group_by(AnswerMark.kind)
    )
    order = list(MarkKind)
    return sorted([(kind, number) for kind, number in rows], key=lambda row: order.index(row[0]))


def articles_of(person: User, viewer: Actor) -> Sequence[Article]:
    """Published articles that stand on somebody's words, or are by them; the newest few."""
    credited = select(ArticleContributor.article_id).where(ArticleContributor.user_id == person.id)
    return db.session.scalars(
        visible_articles(viewer)
        .where(
            Article.status.in_(READABLE),
            Article.translation_of_id.is_(None),
            or_(Article.author_id == person.id, Article.id.in_(credited)),
        )
        .order_by(Article.published_at.desc(), Article.id.desc())
        .limit(ARTICLES_MAX)
    ).all()


def _answers(person_id: int, viewer: Actor) -> Select[Any]:
    return (
        visible_to(viewer)
        .join(Post, Post.thread_id == Thread.id)
        .where(Post.author_id == person_id, Post.kind == PostKind.ANSWER, visible_posts(viewer))
    )


def _answer_row(line: Line, post_id: int, html: str) -> ThreadRow:
    said = plain_text(html)
    excerpt = said if len(said) <= EXCERPT_CHARS else f"{said[:EXCERPT_CHARS].rstrip()}…"
    return replace(row_of(line, excerpt=excerpt), url=url_for("threads.post", post_id=post_id))
