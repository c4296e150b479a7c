"""Who is here: the team, ambassadors, members who help; by name, by help, by when they joined."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from forum.accounts.models import User
from forum.accounts.names import skeleton
from forum.categories.models import Category
from forum.categories.queries import audiences_of
from forum.core.briefly import Briefly
from forum.core.db import db
from forum.core.paging import Page, keyset, page_of
from forum.core.permissions import STAFF, Actor, Role
from forum.threads.models import Post, PostKind, Thread

TEAM_MAX = 200  # staff and ambassadors on one page; a larger team has a page of its own elsewhere
FOUND_MAX = 50  # of a search by name: more are narrowed by another letter
RANKED_MAX = 50  # the rest is reached by when they joined
MEMBERS = (Role.NEW, Role.MEMBER)
RANKS: Briefly[Sequence[int]] = Briefly("people.ranks", timedelta(minutes=1))


class Circle(StrEnum):
    """Whom to list."""

    ALL = "all"
    TEAM = "team"
    AMBASSADORS = "ambassadors"
    MEMBERS = "members"


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
    solutions: int


def team(viewer: Actor, roles: Sequence[Role]) -> Sequence[PersonRow]:
    """Who is appointed: staff, then ambassadors, by name."""
    rows = _rows(_people(viewer).where(User.role.in_(roles)).order_by(User.name).limit(TEAM_MAX))
    return sorted(rows, key=lambda row: row.standing != "staff")


def helpers(viewer: Actor, cursor: str | None) -> Page[PersonRow]:
    """Members who answered something, the latest to join first."""
    statement = _people(viewer).where(User.role.in_(MEMBERS), _answers_seen(viewer).exists())
    return page_of(_rows(keyset(statement, User.joined_at, User.id, cursor)), "joined_at")


def most_helpful(viewer: Actor) -> Sequence[PersonRow]:
    """Members by how many of their answers were the solution, then by how many they gave."""
    key = audiences_of(viewer)
    ranked = RANKS.get(key, lambda: _ranks(viewer))
    if not ranked:
        return ()
    statement = _people(viewer).where(User.id.in_(ranked), User.role.in_(MEMBERS))
    rows = _rows(statement.where(_answers_seen(viewer).exists()))  # what was kept may be gone
    return sorted(rows, key=lambda row: (-row.solutions, -row.answers, row.name))


def found(viewer: Actor, words: str, roles: Sequence[Role]) -> Sequence[PersonRow]:
    """People whose name holds these letters, in any spelling."""
    wanted = skeleton(words)
    if not wanted:
        return ()
    statement = _people(viewer).where(
        User.name_skeleton.contains(wanted, autoescape=True), User.role.in_(roles)
    )
    begins = User.name_skeleton.startswith(wanted, autoescape=True)
    return _rows(statement.order_by(begins.desc(), User.name).limit(FOUND_MAX))


def roles_of(circle: Circle) -> tuple[Role, ...]:
    """The roles of a circle."""
    roles: dict[Circle, tuple[Role, ...]] = {
        Circle.TEAM: tuple(STAFF),
        Circle.AMBASSADORS: (Role.AMBASSADOR,),
        Circle.MEMBERS: MEMBERS,
    }
    return roles.get(circle, tuple(Role))


def _ranks(viewer: Actor) -> Sequence[int]:
    """Ids of the members who solved most."""
    answers = func.count(Post.id)
    solutions = func.count(Post.id).filter(_is_solution())
    return db.session.scalars(
        _seen_of(viewer, select(Post.author_id))
        .join(User, User.id == Post.author_id)
        .where(User.role.in_(MEMBERS), *_present())
        .group_by(Post.author_id)
        .order_by(solutions.desc(), answers.desc(), Post.author_id)
        .limit(RANKED_MAX)
    ).all()


def _people(viewer: Actor) -> Select[Any]:
    seen = _answers_seen(viewer)
    answers = seen.with_only_columns(func.count(Post.id)).scalar_subquery()
    solutions = seen.where(_is_solution()).with_only_columns(func.count(Post.id)).scalar_subquery()
    return select(User, answers, solutions).where(*_present())


def _rows(statement: Select[Any]) -> list[PersonRow]:
    return [
        PersonRow(
            id=person.id,
            name=person.name,
            address=person.address,
            initials=person.initials,
            standing=person.standing,
            title=person.title,
            joined_at=person.joined_at,
            answers=answers,
            solutions=solutions,
        )
        for person, answers, solutions in db.session.execute(statement)
    ]


def _present() -> tuple[ColumnElement[bool], ...]:
    return (User.active.is_(True), User.deleted_at.is_(None))


def _is_solution() -> ColumnElement[bool]:
    return Post.id.in_([Thread.accepted_post_id, Thread.official_post_id, Thread.verified_post_id])


def _answers_seen(viewer: Actor) -> Select[Any]:
    """The answers of the person of the surrounding statement, as far as everyone like the viewer
    may see them."""
    return _seen_of(viewer, select(Post.id)).where(Post.author_id == User.id).correlate(User)


def _seen_of(viewer: Actor, statement: Select[Any]) -> Select[Any]:
    return (
        statement.select_from(Post)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Category, Category.id == Thread.category_id)
        .where(
            Post.kind == PostKind.ANSWER,
            Post.deleted_at.is_(None),
            Post.hidden_at.is_(None),
            Thread.deleted_at.is_(None),
            Thread.hidden_at.is_(None),
            Category.audience.in_(audiences_of(viewer)),
        )
    )
