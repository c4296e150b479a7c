"""What a team has to answer, said where the team can be given up."""

from collections.abc import Sequence

from sqlalchemy import func, select

from forum.core.db import db
from forum.core.permissions import Actor
from forum.core.slots import Panel, panel
from moderation.handling import policy
from moderation.handling.models import Assignment


def what_goes_back(team_ids: Sequence[int], viewer: Actor) -> dict[int, Panel]:
    """How many threads each team has, in one statement; nothing for who does not work here."""
    if not policy.works_here(viewer):
        return {}
    rows = db.session.execute(
        select(Assignment.team_id, func.count())
        .where(Assignment.team_id.in_(team_ids), Assignment.ended_at.is_(None))
        .group_by(Assignment.team_id)
    )
    template = "moderation/handling/team_goes.html"
    return {row[0]: Panel(template, row[1]) for row in rows if row[0] is not None}


panel("team.goes", what_goes_back)
