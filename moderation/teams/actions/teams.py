"""Making, changing and retiring teams."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import delete, select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import Invalid, NotFound, Refused
from forum.core.events import publish
from forum.core.permissions import STAFF
from moderation.audit.log import record
from moderation.teams import policy
from moderation.teams.actions.versions import newest_versions, renew_where
from moderation.teams.events import TeamRetired
from moderation.teams.models import Calendar, Team, TeamMember

KIND = "team"


@dataclass(frozen=True, slots=True)
class TeamText:
    """Everything about a team; whoever leads it is a member too."""

    name: str
    calendar_id: int
    member_ids: frozenset[int]
    lead_ids: frozenset[int]


@transactional
def make_team(actor: User, text: TeamText) -> Team:
    """A team that policies and assignments can name; one that was retired comes back by its name.

    Raises:
        NotAllowed: only admins may. Invalid: no such calendar or colleague.
        Refused: nobody leads it, or another team has that name.
    """
    policy.ensure_may_manage(actor)
    if not text.lead_ids:
        raise Refused(_("Somebody must lead the team: they hear of what is late."))
    team = db.session.scalar(select(Team).where(Team.name == text.name).with_for_update())
    if team is not None and team.retired_at is None:
        raise _taken(text.name)
    team = team or Team(name=text.name)
    team.calendar_id, team.retired_at = _calendar(text.calendar_id), None
    db.session.add(team)
    db.session.flush()
    _set_members(team, text)
    record(actor.id, "create", KIND, team.id, after=text.name)
    return team


@transactional
def change_team(actor: User, team_id: int, text: TeamText) -> None:
    """Name, hours and people. With other hours its policies count in them from now on.

    Raises:
        NotAllowed, NotFound, Invalid, or Refused: the last lead would go, or the name is taken.
    """
    policy.ensure_may_manage(actor)
    team = _team(team_id)
    had_lead = select(TeamMember.user_id).where(TeamMember.team_id == team_id, TeamMember.is_lead)
    if not text.lead_ids and db.session.scalar(had_lead.limit(1)) is not None:
        raise Refused(
            _("A team cannot lose its last lead: they hear of what is late."),
            _("Choose another one first."),
        )
    others = select(Team.id).where(Team.name == text.name, Team.id != team_id)
    if db.session.scalar(others) is not None:
        raise _taken(text.name)
    before, team.name = team.name, text.name
    moves = text.calendar_id != team.calendar_id
    if moves:
        team.calendar_id = _calendar(text.calendar_id)
    _set_members(team, text)
    record(actor.id, "edit", KIND, team.id, before=before, after=text.name)
    if moves:
        renew_where(lambda one: one.id == team_id)


@transactional
def retire_team(actor: User, team_id: int) -> None:
    """Offer a team no more; what it had goes back into the queue.

    Raises:
        NotAllowed, NotFound, or Refused: a policy gives it work.
    """
    policy.ensure_may_manage(actor)
    team = _team(team_id)
    if any(one.team_id == team_id and not one.withdrawn for one in newest_versions()):
        raise Refused(
            _("A policy gives its questions to this team."),
            _("Give them to another team first."),
        )
    team.retired_at = clock.now()
    record(actor.id, "retire", KIND, team.id, before=team.name)
    publish(TeamRetired(team.id, actor.id))


def _team(team_id: int) -> Team:
    team = locked(Team, team_id)
    if team.retired_at is not None:
        raise NotFound()
    return team


def _calendar(calendar_id: int) -> int:
    found = db.session.get(Calendar, calendar_id)
    if found is None or found.retired_at is not None:
        raise Invalid(_("This calendar is not there any more."))
    return found.id


def _set_members(team: Team, text: TeamText) -> None:
    wanted = text.member_ids | text.lead_ids
    working = select(User.id).where(
        User.id.in_(wanted), User.role.in_(STAFF), User.deleted_at.is_(None)
    )
    if set(db.session.scalars(working)) != wanted:
        raise Invalid(_("Only colleagues can be in a team."))
    db.session.execute(delete(TeamMember).where(TeamMember.team_id == team.id))
    db.session.add_all(
        TeamMember(team_id=team.id, user_id=user_id, is_lead=user_id in text.lead_ids)
        for user_id in sorted(wanted)
    )
    db.session.flush()


def _taken(name: str) -> Refused:
    return Refused(_("Another team is called %(name)s.", name=name))
