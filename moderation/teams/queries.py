"""Teams, calendars and policies as they stand now."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from forum.accounts.models import User
from forum.categories.models import Category
from forum.categories.queries import everything
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.permissions import STAFF
from moderation.teams.business_time import Calendar as Hours
from moderation.teams.catalogue import calendar_of, catalogue
from moderation.teams.models import (
    Calendar,
    CalendarVersion,
    Policy,
    PolicyVersion,
    Team,
    TeamMember,
)
from moderation.teams.promises import Promise


@dataclass(frozen=True, slots=True)
class CalendarNow:
    """A calendar and what it says, with the teams that work by it."""

    calendar: Calendar
    version: CalendarVersion
    teams: Sequence[Team]


@dataclass(frozen=True, slots=True)
class PolicyNow:
    """A policy and what it says."""

    policy: Policy
    version: PolicyVersion
    promise: Promise


def leads_of(team_id: int) -> Sequence[int]:
    """Who leads a team, as far as they work here."""
    return db.session.scalars(
        select(User.id)
        .join(TeamMember, TeamMember.user_id == User.id)
        .where(
            TeamMember.team_id == team_id,
            TeamMember.is_lead,
            User.role.in_(STAFF),
            User.deleted_at.is_(None),
        )
        .order_by(User.id)
    ).all()


def teams() -> Sequence[Team]:
    """The teams there are, with their people and calendars."""
    return db.session.scalars(
        select(Team)
        .where(Team.retired_at.is_(None))
        .options(joinedload(Team.calendar), selectinload(Team.members).joinedload(TeamMember.user))
        .order_by(Team.name, Team.id)
    ).all()


def team_names() -> Sequence[Team]:
    """The teams there are, by name alone."""
    return db.session.scalars(
        select(Team).where(Team.retired_at.is_(None)).order_by(Team.name, Team.id)
    ).all()


def hours_of_team(team_id: int) -> Hours:
    """When a team works now; raises NotFound."""
    known = catalogue().hours_of(team_id)
    if known is not None:
        return known
    calendar_id = db.session.scalar(select(Team.calendar_id).where(Team.id == team_id))
    if calendar_id is None:
        raise NotFound()
    return calendar_of(get_calendar(calendar_id)[1])


def get_team(team_id: int) -> Team:
    """A team with its people; raises NotFound."""
    team = db.session.scalar(
        select(Team)
        .where(Team.id == team_id, Team.retired_at.is_(None))
        .options(joinedload(Team.calendar), selectinload(Team.members).joinedload(TeamMember.user))
        .execution_options(populate_existing=True)
    )
    if team is None:
        raise NotFound()
    return team


def staff() -> Sequence[User]:
    """Everybody who works here, by name."""
    return db.session.scalars(
        select(User)
        .where(User.role.in_(STAFF), User.deleted_at.is_(None))
        .order_by(User.stored_name, User.id)
    ).all()


def calendars() -> list[CalendarNow]:
    """The calendars there are."""
    by_calendar: dict[int, list[Team]] = {}
    for team in team_names():
        by_calendar.setdefault(team.calendar_id, []).append(team)
    found = db.session.execute(_calendars().order_by(Calendar.name, Calendar.id)).all()
    return [CalendarNow(row, version, by_calendar.get(row.id, [])) for row, version in found]


def calendar_names() -> Sequence[Calendar]:
    """The calendars there are, by name alone."""
    return db.session.scalars(
        select(Calendar).where(Calendar.retired_at.is_(None)).order_by(Calendar.name, Calendar.id)
    ).all()


def get_calendar(calendar_id: int) -> tuple[Calendar, CalendarVersion]:
    """A calendar and what it says now; raises NotFound."""
    found = db.session.execute(_calendars().where(Calendar.id == calendar_id)).first()
    if found is None:
        raise NotFound()
    return found[0], found[1]


def _calendars() -> Select[Calendar, CalendarVersion]:
    newest = (
        select(func.max(CalendarVersion.id))
        .where(CalendarVersion.calendar_id == Calendar.id)
        .correlate(Calendar)
        .scalar_subquery()
    )
    return (
        select(Calendar, CalendarVersion)
        .join(CalendarVersion, CalendarVersion.id == newest)
        .where(Calendar.retired_at.is_(None))
        .options(selectinload(CalendarVersion.shifts), selectinload(CalendarVersion.holidays))
    )


def policies() -> list[PolicyNow]:
    """The policies in force, the one for everywhere first."""
    kept, found = catalogue(), []
    for policy, version in db.session.execute(_policies()):
        held = kept.of(version.id)
        if held is not None:
            found.append(PolicyNow(policy, version, held[1]))
    return found


def get_policy(policy_id: int) -> PolicyNow:
    """A policy in force; raises NotFound."""
    found = db.session.execute(_policies().where(Policy.id == policy_id)).first()
    held = catalogue().of(found[1].id) if found is not None else None
    if found is None or held is None:
        raise NotFound()
    return PolicyNow(found[0], found[1], held[1])


def newest_of(policy_id: int) -> PolicyVersion:
    """What a policy says now, also that it was withdrawn."""
    return db.session.scalars(
        select(PolicyVersion)
        .where(PolicyVersion.policy_id == policy_id)
        .order_by(PolicyVersion.id.desc())
        .limit(1)
    ).one()


def categories_without_policy() -> Sequence[Category]:
    """Where a policy of its own can be made."""
    taken = catalogue().categories_in_force()
    return [row for row in everything() if row.id not in taken]


def _policies() -> Select[Policy, PolicyVersion]:
    newest = (
        select(func.max(PolicyVersion.id))
        .where(PolicyVersion.policy_id == Policy.id)
        .correlate(Policy)
        .scalar_subquery()
    )
    return (
        select(Policy, PolicyVersion)
        .join(PolicyVersion, PolicyVersion.id == newest)
        .outerjoin(Category, Category.id == Policy.category_id)
        .options(joinedload(Policy.category), joinedload(PolicyVersion.team))
        .order_by(Policy.category_id.is_not(None), Category.name_en, Policy.id)
    )
