"""The views somebody has: their own and those of their teams, with how much stands in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qsl

from sqlalchemy import Select, or_, select

from forum.accounts.models import User
from forum.core.briefly import Briefly
from forum.core.db import db
from forum.core.permissions import Actor
from moderation.handling.queries import teams_of
from moderation.saved.models import SavedView
from moderation.teams.models import Team, TeamMember
from moderation.watchlist.filters import Filters, from_args
from moderation.watchlist.queries import how_many

SHOWN_MAX = 40  # one's own, and as many of one's teams
KEPT = timedelta(minutes=1)  # each figure is a count of its own; nobody needs it to the second


@dataclass(frozen=True, slots=True)
class Counted:
    """A view beside the queues."""

    id: int
    name: str
    filters: Filters
    number: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A view on the page of views; ``owner`` is empty where it is one's own."""

    view: SavedView
    filters: Filters
    owner: str
    team: str


COUNTED: Briefly[Sequence[Counted]] = Briefly("saved_views", KEPT)


def counted(viewer: Actor) -> Sequence[Counted]:
    """The views of somebody with their figures, at most a minute old."""
    return COUNTED.get(viewer.id, lambda: _count(viewer))


def _count(viewer: Actor) -> Sequence[Counted]:
    rows = db.session.scalars(_theirs(viewer)).all()
    views = [(row, filters_of(row)) for row in rows]
    numbers = how_many(viewer, [filters for _row, filters in views])
    return [
        Counted(row.id, row.name, filters, number)
        for (row, filters), number in zip(views, numbers, strict=True)
    ]


def listed(viewer: User) -> Sequence[Listed]:
    """The views of somebody, by whom and for whom."""
    rows = db.session.execute(
        _theirs(viewer)
        .join(User, User.id == SavedView.owner_id)
        .outerjoin(Team, Team.id == SavedView.team_id)
        .add_columns(User, Team.name)
    ).all()
    return [
        Listed(row[0], filters_of(row[0]), _name_of(row[1], viewer), row[2] or "") for row in rows
    ]


def _name_of(owner: User, viewer: User) -> str:
    return "" if owner.id == viewer.id else owner.name


def own_teams(viewer: User) -> Sequence[tuple[int, str]]:
    """The teams somebody is in, to share a view with."""
    rows = db.session.execute(
        select(Team.id, Team.name)
        .join(TeamMember, TeamMember.team_id == Team.id)
        .where(TeamMember.user_id == viewer.id, Team.retired_at.is_(None))
        .order_by(Team.name)
    )
    return [(row[0], row[1]) for row in rows]


def filters_of(view: SavedView) -> Filters:
    """What a view shows; what its address says and means nothing any more is left out."""
    return from_args(dict(parse_qsl(view.address)))


def _theirs(viewer: Actor) -> Select[SavedView]:
    return (
        select(SavedView)
        .where(or_(SavedView.owner_id == viewer.id, SavedView.team_id.in_(teams_of(viewer.id))))
        .order_by(SavedView.team_id.is_not(None), SavedView.name, SavedView.id)
        .limit(SHOWN_MAX)
    )
