"""The one team every site begins with, with everybody of the demo who works here."""

from sqlalchemy import select

from forum.core.db import db
from forum.core.permissions import Role
from moderation.demo.cast import Cast
from moderation.teams.models import Team, TeamMember


def add_team(cast: Cast) -> None:
    """Moderators lead it: they hear of what is late and nobody has taken."""
    team = db.session.scalars(select(Team).order_by(Team.id)).first()
    if team is None:
        return
    db.session.add_all(
        TeamMember(team_id=team.id, user_id=person.id, is_lead=person.role is Role.MODERATOR)
        for person in cast.people.values()
        if person.is_staff
    )
    db.session.flush()
