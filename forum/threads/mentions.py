"""Whom a text names with ``@``: found in one query, however many there are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.sql.elements import ColumnElement

from forum.accounts.models import User
from forum.accounts.names import in_address, skeleton
from forum.categories.models import Audience
from forum.core import markup
from forum.core.db import db
from forum.core.pages import path_to
from forum.core.permissions import STAFF, Actor
from forum.threads.models import Post
from forum.threads.queries import get_thread, visible_posts

OFFERED_MAX = 8  # as many as fit above a phone's keyboard
INSIDE_NAMES_FROM_CHARS = 2  # one letter stands inside nearly every name
_NOT_IN_WORDS = re.compile(r"[^\w.\-]+")
_WORD = re.compile(r"@([^\W_](?:[\w.\-]{0,38}[^\W_])?)")


def render(source: str, team_only: bool = False) -> tuple[str, tuple[int, ...]]:
    """Clean HTML of a post and the ids of the people it names, in the order they are named.

    What the team alone reads names nobody else: ``team_only``.
    """
    words = {word: skeleton(word) for word in _WORD.findall(source)[: markup.MENTIONS_MAX * 2]}
    people: dict[str, tuple[int, str]] = {}
    if words:
        named = select(User.id, User.name, User.name_skeleton).where(
            User.name_skeleton.in_(set(words.values())), User.deleted_at.is_(None)
        )
        if team_only:
            named = named.where(User.role.in_(STAFF), User.active)
        rows = db.session.execute(named)
        people = {row.name_skeleton: (row.id, row.name) for row in rows}

    def resolve(word: str) -> tuple[str, str] | None:
        known = people.get(words.get(word, ""))
        return (known[1], path_to("people.show", name=in_address(known[1]))) if known else None

    rendered = markup.render(source, resolve)
    ids = {name: row_id for row_id, name in people.values()}
    return rendered.html, tuple(dict.fromkeys(ids[name] for name in rendered.mentions))


def word_for(name: str) -> str:
    """The name as it stands after an ``@``."""
    return _NOT_IN_WORDS.sub("_", name)


@dataclass(frozen=True, slots=True)
class Nameable:
    """Somebody to offer after an ``@``; ``word`` is what the text then says."""

    name: str
    word: str
    initials: str
    standing: str
    title: str
    wrote_here: bool


def people_to_name(
    begun: str, viewer: Actor, thread_id: int | None, team_only: bool = False
) -> Sequence[Nameable]:
    """People whose name has what was begun in it: who wrote in the thread, then by name.

    Without a letter only who wrote in the thread is offered; for what the team alone reads, only
    the team.

    Raises:
        NotFound: the thread is not there for the viewer.
    """
    thread = get_thread(thread_id, viewer) if thread_id else None
    wanted = skeleton(begun)
    wrote_here: ColumnElement[bool] = User.id.in_(
        select(Post.author_id).where(
            Post.thread_id == (thread.id if thread else 0), visible_posts(viewer)
        )
    )
    statement = (
        select(User, wrote_here)
        .where(User.deleted_at.is_(None), User.active, User.confirmed_at.is_not(None))
        .where(User.id != viewer.id)
        .order_by(wrote_here.desc(), _begins(wanted).desc(), User.name_skeleton)
        .limit(OFFERED_MAX)
    )
    if team_only or (thread is not None and thread.category.audience is Audience.STAFF):
        statement = statement.where(User.role.in_(STAFF))
    if not wanted:
        statement = statement.where(wrote_here)
    elif len(wanted) < INSIDE_NAMES_FROM_CHARS:
        statement = statement.where(_begins(wanted))
    else:
        statement = statement.where(User.name_skeleton.contains(wanted, autoescape=True))
    return [_nameable(person, bool(here)) for person, here in db.session.execute(statement)]


def _begins(wanted: str) -> ColumnElement[bool]:
    return User.name_skeleton.startswith(wanted, autoescape=True)


def _nameable(person: User, wrote_here: bool) -> Nameable:
    return Nameable(
        name=person.name,
        word=word_for(person.name),
        initials=person.initials,
        standing=person.standing,
        title=person.title,
        wrote_here=wrote_here,
    )
