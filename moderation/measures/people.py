"""What each of the team did, and how much each has before them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, func, literal, select, union, union_all

from forum.accounts.models import User
from forum.core import clock, settings
from forum.core.db import db
from forum.core.permissions import STAFF, Actor
from forum.knowledge.models import ArticleRevision
from forum.threads.models import SOLVING, AnswerMark, Post, PostKind, Thread, ThreadEvent
from forum.threads.models import ThreadEventKind as Kind
from moderation.handling.models import Assignment
from moderation.measures.experience import history_until
from moderation.measures.policy import Colleagues, seen_by
from moderation.teams.models import TeamMember
from moderation.watchlist.models import Claim, Note
from moderation.watchlist.queues import IS_OPEN


class Deed(StrEnum):
    """What is counted of somebody's work."""

    ANSWERS = "answers"
    SOLUTIONS = "solutions"
    DETAILS = "details"
    LINKS = "links"
    NOTES = "notes"
    ARTICLES = "articles"


@dataclass(slots=True)
class Person:
    """One of the team. ``held`` is how many threads are theirs now, for ``minutes`` or so;
    ``assumed`` of them are of a kind of which too little is known.
    """

    id: int
    name: str
    teams: set[int] = field(default_factory=set)
    deeds: dict[Deed, int] = field(default_factory=lambda: dict.fromkeys(Deed, 0))
    held: int = 0
    minutes: int = 0
    assumed: int = 0


def colleagues_shown() -> Colleagues:
    """What is set; anything else counts as the default."""
    value = settings.current().colleagues_shown
    return Colleagues(value) if value in set(Colleagues) else Colleagues.TEAM


def people(
    viewer: Actor, since: datetime, until: datetime, today: int, team_id: int | None
) -> list[Person]:
    """Whom the viewer may see, by name; four statements.

    Args:
        since, until: the moments between which work counts.
        today: ``date.toordinal()``, from which history is looked back.
        team_id: only who is in this team.
    """
    found = _seen(viewer)
    if team_id is not None:
        found = {key: person for key, person in found.items() if team_id in person.teams}
    _count_deeds(found, since, until)
    _add_load(found, today)
    return sorted(found.values(), key=lambda person: (person.name.casefold(), person.id))


def work(viewer: Actor, since: datetime, until: datetime) -> list[Person]:
    """Whom the viewer may see, with what they did in a time; two statements."""
    found = _seen(viewer)
    _count_deeds(found, since, until)
    return sorted(found.values(), key=lambda person: (person.name.casefold(), person.id))


def _seen(viewer: Actor) -> dict[int, Person]:
    rows = db.session.execute(
        select(User.id, User.stored_name, TeamMember.team_id)
        .outerjoin(TeamMember, TeamMember.user_id == User.id)
        .where(User.role.in_(STAFF), User.active.is_(True), User.deleted_at.is_(None))
        .order_by(User.id)
    ).all()
    staff: dict[int, Person] = {}
    for user_id, name, team_id in rows:
        person = staff.setdefault(user_id, Person(user_id, name))
        if team_id is not None:
            person.teams.add(team_id)
    own = staff[viewer.id].teams if viewer.id in staff else set()
    mates = [person.id for person in staff.values() if person.teams & own]
    shown = seen_by(viewer, colleagues_shown(), staff, mates)
    return {key: person for key, person in staff.items() if key in shown}


def _count_deeds(found: Mapping[int, Person], since: datetime, until: datetime) -> None:
    """One statement: each kind of work as rows of who, what and how often."""
    parts = [
        statement.where(moment >= since, moment < until).group_by(who)
        for statement, who, moment in _deeds(found)
    ]
    for user_id, deed, number in db.session.execute(union_all(*parts)):
        found[user_id].deeds[Deed(deed)] = number


def _deeds(ids: Collection[int]) -> list[tuple[Select[Any], Any, Any]]:
    shown = and_(Post.deleted_at.is_(None), Post.hidden_at.is_(None))
    answers = and_(Post.author_id.in_(ids), Post.kind == PostKind.ANSWER, shown)

    def row(who: Any, deed: Deed, number: Any) -> Select[Any]:
        return select(who, literal(deed.value), number)

    def turn(kind: Kind, deed: Deed) -> tuple[Select[Any], Any, Any]:
        found = row(ThreadEvent.actor_id, deed, func.count())
        found = found.where(ThreadEvent.actor_id.in_(ids), ThreadEvent.kind == kind)
        return found, ThreadEvent.actor_id, ThreadEvent.created_at

    marked = AnswerMark.post_id == Post.id, AnswerMark.revoked_at.is_(None)
    solved = row(Post.author_id, Deed.SOLUTIONS, func.count(Post.id.distinct()))
    written = func.count(ArticleRevision.article_id.distinct())
    return [
        (
            row(Post.author_id, Deed.ANSWERS, func.count()).where(answers),
            Post.author_id,
            Post.created_at,
        ),
        (
            solved.join(AnswerMark, and_(*marked, AnswerMark.kind.in_(SOLVING))).where(answers),
            Post.author_id,
            Post.created_at,
        ),
        turn(Kind.NEEDS_INFO, Deed.DETAILS),
        turn(Kind.DUPLICATE, Deed.LINKS),
        (
            row(Note.author_id, Deed.NOTES, func.count()).where(Note.author_id.in_(ids)),
            Note.author_id,
            Note.created_at,
        ),
        (
            row(ArticleRevision.editor_id, Deed.ARTICLES, written).where(
                ArticleRevision.editor_id.in_(ids)
            ),
            ArticleRevision.editor_id,
            ArticleRevision.created_at,
        ),
    ]


def _add_load(found: Mapping[int, Person], today: int) -> None:
    history = history_until(today)
    for user_id, category_id, severity, threads in _held(found):
        expected = history.expect(category_id, severity)
        person = found[user_id]
        person.held += threads
        person.minutes += threads * expected.minutes
        person.assumed += 0 if expected.from_threads else threads


def _held(ids: Collection[int]) -> Sequence[Any]:
    """What is open and claimed by them now, or assigned to them."""
    pairs = union(
        select(Assignment.assignee_id.label("user_id"), Assignment.thread_id).where(
            Assignment.assignee_id.in_(ids), Assignment.ended_at.is_(None)
        ),
        select(Claim.user_id, Claim.thread_id).where(
            Claim.user_id.in_(ids), Claim.released_at.is_(None), Claim.expires_at > clock.now()
        ),
    ).subquery()
    return db.session.execute(
        select(pairs.c.user_id, Thread.category_id, Thread.severity, func.count())
        .join(Thread, Thread.id == pairs.c.thread_id)
        .where(IS_OPEN)
        .group_by(pairs.c.user_id, Thread.category_id, Thread.severity)
    ).all()
