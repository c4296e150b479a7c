"""What a profile shows, as far as the viewer may see it, and who is here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from forum.accounts.models import User
from forum.accounts.queries import find_by_name
from forum.categories.models import Category
from forum.categories.queries import audiences_of
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.markup import plain_text
from forum.core.paging import PAGE_SIZE_ROWS, Page, encode_cursor, keyset, page_of
from forum.core.permissions import STAFF, Actor, Role
from forum.threads.models import Post, PostKind, Thread
from forum.threads.queries import ThreadFilter, thread_list, visible_posts, visible_to
from forum.threads.queries.listing import Order
from forum.threads.rows import ThreadRow, row_of

EXCERPT_CHARS = 200
TEAM_MAX = 200  # staff and ambassadors on one page; a larger team has a page of its own elsewhere


@dataclass(frozen=True, slots=True)
class Counts:
    """How much somebody asked and answered, and how many answers were the solution."""

    asked: int
    answered: int
    solved: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the list of people."""

    id: int
    name: str
    address: str
    initials: str
    standing: str
    title: str
    joined_at: datetime
    answers: int


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
    return thread_list(viewer, chosen, cursor)


def answered_by(person: User, viewer: Actor, cursor: str | None) -> Page[ThreadRow]:
    """What somebody answered, newest first; each line leads to the answer."""
    statement = (
        _answers(person.id, viewer)
        .add_columns(Post)
        .options(joinedload(Thread.author), selectinload(Thread.tags))
    )
    rows = db.session.execute(keyset(statement, Post.created_at, Post.id, cursor)).unique().all()
    shown = [_answer_row(thread, post) for thread, post in rows[:PAGE_SIZE_ROWS]]
    if len(rows) <= PAGE_SIZE_ROWS:
        return Page(shown, None)
    last: Post = rows[PAGE_SIZE_ROWS - 1][1]
    return Page(shown, encode_cursor(last.created_at, last.id))


def _answers(person_id: int, viewer: Actor) -> Select[Any]:
    return (
        visible_to(viewer)
        .join(Post, Post.thread_id == Thread.id)
        .where(Post.author_id == person_id, Post.kind == PostKind.ANSWER, visible_posts(viewer))
    )


def _answer_row(thread: Thread, post: Post) -> ThreadRow:
    said = plain_text(post.html)
    excerpt = said if len(said) <= EXCERPT_CHARS else f"{said[:EXCERPT_CHARS].rstrip()}…"
    return replace(row_of(thread, excerpt=excerpt), url=url_for("threads.post", post_id=post.id))


def team(viewer: Actor) -> Sequence[PersonRow]:
    """Staff, then ambassadors, by name."""
    people = db.session.execute(
        select(User, _answer_count(viewer))
        .where(User.role.in_([*STAFF, Role.AMBASSADOR]), *_present())
        .order_by(User.name)
        .limit(TEAM_MAX)
    ).all()
    rows = [_person_row(person, answers) for person, answers in people]
    return sorted(rows, key=lambda row: row.standing != "staff")


def helpers(viewer: Actor, cursor: str | None) -> Page[PersonRow]:
    """Members who answered something, the latest to join first."""
    statement: Any = select(User, _answer_count(viewer)).where(
        User.role.in_([Role.NEW, Role.MEMBER]), _answers_seen(viewer).exists(), *_present()
    )
    rows = db.session.execute(keyset(statement, User.joined_at, User.id, cursor)).all()
    return page_of([_person_row(person, answers) for person, answers in rows], "joined_at")


def _present() -> tuple[ColumnElement[bool], ...]:
    return (User.active.is_(True), User.deleted_at.is_(None))


def _answer_count(viewer: Actor) -> ColumnElement[int]:
    """How many answers of a person the viewer may see."""
    return _answers_seen(viewer).with_only_columns(func.count(Post.id)).scalar_subquery()


def _answers_seen(viewer: Actor) -> Select[int]:
    """The answers of the person of the surrounding statement, as far as everyone like the viewer
    may see them."""
    return (
        select(Post.id)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Category, Category.id == Thread.category_id)
        .where(
            Post.author_id == User.id,
            Post.kind == PostKind.ANSWER,
            Post.deleted_at.is_(None),
            Post.hidden_at.is_(None),
            Thread.deleted_at.is_(None),
            Thread.hidden_at.is_(None),
            Category.audience.in_(audiences_of(viewer)),
        )
        .correlate(User)
    )


def _person_row(person: User, answers: int) -> PersonRow:
    return PersonRow(
        id=person.id,
        name=person.name,
        address=person.address,
        initials=person.initials,
        standing=person.standing,
        title=person.title,
        joined_at=person.joined_at,
        answers=answers,
    )
