"""Who has what, what rests, who is away: for those who work here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from forum.accounts.models import User
from forum.core.briefly import Briefly
from forum.core.db import UtcDateTime, db
from forum.core.permissions import STAFF
from moderation.handling import policy
from moderation.handling.models import Absence, Assignment, Snooze
from moderation.teams.models import Team, TeamMember

COLLEAGUES_MAX = 500  # a form offers them all
HISTORY_MAX = 12  # the newest
BATCH = 200  # what one sweep looks at


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the team, and when they are out of office."""

    person: User
    absence: Absence | None

    def is_away(self, today: date) -> bool:
        """Whether they are out of office on a day."""
        return policy.is_away(self.absence, today)


def colleagues() -> Sequence[Colleague]:
    """Everybody who works on the desk, by name."""
    rows = db.session.execute(
        select(User, Absence)
        .outerjoin(Absence, Absence.user_id == User.id)
        .where(User.role.in_(STAFF), User.active.is_(True), User.deleted_at.is_(None))
        .order_by(User.name_skeleton)
        .limit(COLLEAGUES_MAX)
    )
    return [Colleague(person, absence) for person, absence in rows]


@dataclass(frozen=True, slots=True)
class TeamToAsk:
    """A team that threads can be given to."""

    id: int
    name: str


def teams_to_ask() -> Sequence[TeamToAsk]:
    """The teams with somebody in them, by name."""
    rows = db.session.execute(
        select(Team.id, Team.name)
        .where(
            Team.retired_at.is_(None),
            select(TeamMember.user_id).where(TeamMember.team_id == Team.id).exists(),
        )
        .order_by(Team.name)
    )
    return [TeamToAsk(*row) for row in rows]


def holders_of(row: Assignment) -> Sequence[int]:
    """Ids of those whose it is to answer."""
    if row.assignee_id is not None:
        return [row.assignee_id]
    return db.session.scalars(
        select(TeamMember.user_id).where(TeamMember.team_id == row.team_id)
    ).all()


def teams_of(person_id: int | None) -> Select[int]:
    """Ids of the teams somebody is in."""
    return select(TeamMember.team_id).where(TeamMember.user_id == person_id)


def absence_of(person_id: int) -> Absence | None:
    """When somebody is out of office."""
    return db.session.get(Absence, person_id)


@dataclass(frozen=True, slots=True)
class Turn:
    """An assignment, or (with ``until``) a rest, of one thread, with the names of those in it."""

    at: datetime
    until: datetime | None
    who: str  # the assignee or their team, or who let it rest
    by: str
    is_own: bool  # they gave it to themselves
    is_stand_in: bool  # for somebody out of office
    ended_at: datetime | None
    end: str | None
    ended_by: str


def turns_of(thread_id: int) -> Sequence[Turn]:
    """What became of a thread, newest first; one statement."""
    who, by, ended_by = aliased(User), aliased(User), aliased(User)
    given = (
        select(
            Assignment.created_at.label("at"),
            cast(null(), UtcDateTime()).label("until"),
            func.coalesce(Team.name, _name(who)).label("who"),
            _name(by).label("by"),
            case((Assignment.assignee_id == Assignment.by_id, 1), else_=0).label("is_own"),
            case((Assignment.instead_of_id.is_not(None), 1), else_=0).label("is_stand_in"),
            Assignment.ended_at,
            cast(Assignment.end, String).label("end"),
            _name(ended_by).label("ended_by"),
        )
        .outerjoin(who, who.id == Assignment.assignee_id)
        .outerjoin(Team, Team.id == Assignment.team_id)
        .join(by, by.id == Assignment.by_id)
        .outerjoin(ended_by, ended_by.id == Assignment.ended_by_id)
        .where(Assignment.thread_id == thread_id)
    )
    sleeper, waker = aliased(User), aliased(User)
    rested = (
        select(
            Snooze.created_at,
            Snooze.until,
            _name(sleeper),
            _name(sleeper),
            literal(1),
            literal(0),
            Snooze.ended_at,
            cast(Snooze.end, String),
            _name(waker),
        )
        .join(sleeper, sleeper.id == Snooze.by_id)
        .outerjoin(waker, waker.id == Snooze.ended_by_id)
        .where(Snooze.thread_id == thread_id)
    )
    both = union_all(given, rested).subquery()
    rows = db.session.execute(select(both).order_by(both.c.at.desc()).limit(HISTORY_MAX))
    return [
        Turn(
            at=row.at,
            until=row.until,
            who=row.who,
            by=row.by,
            is_own=bool(row.is_own),
            is_stand_in=bool(row.is_stand_in),
            ended_at=row.ended_at,
            end=row.end,
            ended_by=row.ended_by,
        )
        for row in rows
    ]


def _name(person: type[User]) -> ColumnElement[str]:
    """The name as it may be shown; empty for nobody, and for whoever left."""
    return case((person.deleted_at.is_(None), func.coalesce(person.stored_name, "")), else_="")


def due_snoozes(now: datetime) -> Sequence[int]:
    """Ids of those whose time came."""
    return db.session.scalars(
        select(Snooze.id)
        .where(Snooze.ended_at.is_(None), Snooze.until <= now)
        .order_by(Snooze.until)
        .limit(BATCH)
    ).all()


def held_by_absent(today: date) -> Sequence[int]:
    """Ids of open assignments of people who are out of office."""
    return db.session.scalars(
        select(Assignment.id)
        .join(Absence, Absence.user_id == Assignment.assignee_id)
        .where(Assignment.ended_at.is_(None), Absence.first_day <= today, Absence.last_day >= today)
        .limit(BATCH)
    ).all()


def held_by_suspended() -> Sequence[int]:
    """Ids of open assignments of people who cannot sign in any more."""
    return db.session.scalars(
        select(Assignment.id)
        .join(User, User.id == Assignment.assignee_id)
        .where(
            Assignment.ended_at.is_(None), or_(User.active.is_(False), User.deleted_at.is_not(None))
        )
        .limit(BATCH)
    ).all()


def names_to_ask() -> Sequence[tuple[str, int, str]]:
    """Whose a thread may be, teams first: "team" or "user", the id, and the name.

    Every page of the desk offers them as a filter, so they are read once in a while.
    """
    return NAMES.get("all", _read_names)


NAMES: Briefly[Sequence[tuple[str, int, str]]] = Briefly("names_to_ask", timedelta(minutes=1))


def _read_names() -> Sequence[tuple[str, int, str]]:
    teams = select(literal("team"), Team.id, Team.name, Team.name).where(Team.retired_at.is_(None))
    people = select(literal("user"), User.id, User.stored_name, User.name_skeleton).where(
        User.role.in_(STAFF), User.active.is_(True), User.deleted_at.is_(None)
    )
    both = union_all(teams, people).subquery()
    kind, row_id, name, order = both.c
    rows = db.session.execute(
        select(kind, row_id, name).order_by(kind, order, row_id).limit(COLLEAGUES_MAX)
    )
    return [(row[0], row[1], row[2]) for row in rows]
