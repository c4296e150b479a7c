"""Saving a view, changing its name and whom it is for, and removing it."""

from urllib.parse import urlencode

from flask_babel import gettext as _
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import after_commit, db, locked, transactional
from forum.core.errors import Invalid, NotFound, Refused
from moderation.saved import policy
from moderation.saved.models import SavedView
from moderation.saved.queries import COUNTED
from moderation.teams.models import TeamMember
from moderation.watchlist.filters import Filters


@transactional
def save(actor: User, name: str, filters: Filters, team_id: int | None = None) -> SavedView:
    """Keep a view under a name.

    Raises:
        NotFound: no desk for the actor. Invalid: not a team of theirs.
        Refused: the name is taken, or they have too many.
    """
    if not policy.can_work(actor):
        raise NotFound()
    locked(User, actor.id)  # two at once would both still count one too few
    number = select(func.count()).where(SavedView.owner_id == actor.id)
    if (db.session.scalar(number) or 0) >= policy.VIEWS_MAX:
        raise Refused(
            _("You have %(num)s saved views, which is as many as there can be.",
              num=policy.VIEWS_MAX),
            _("Remove one you do not use."),
        )  # fmt: skip
    view = SavedView(owner_id=actor.id, created_at=clock.now())
    view.address = urlencode(filters.from_the_top().as_args())
    _set(actor, view, name, team_id)
    db.session.add(view)
    return view


@transactional
def change(actor: User, view_id: int, name: str, team_id: int | None) -> None:
    """Another name, or for others.

    Raises:
        NotFound: no such view of the actor's. Invalid: not a team of theirs.
        Refused: another view of theirs has that name.
    """
    _set(actor, _own(actor, view_id), name, team_id)


@transactional
def remove(actor: User, view_id: int) -> None:
    """Keep it no more. Raises NotFound."""
    db.session.delete(_own(actor, view_id))
    after_commit(COUNTED.forget)


def _own(actor: User, view_id: int) -> SavedView:
    view = locked(SavedView, view_id)
    if not policy.can_work(actor) or not policy.can_change(actor, view):
        raise NotFound()
    return view


def _set(actor: User, view: SavedView, name: str, team_id: int | None) -> None:
    taken = select(SavedView.id).where(SavedView.owner_id == actor.id, SavedView.name == name)
    if view.id is not None:
        taken = taken.where(SavedView.id != view.id)
    if db.session.scalar(taken) is not None:
        raise Refused(_("Another view of yours is called %(name)s.", name=name))
    if team_id is not None and db.session.get(TeamMember, (team_id, actor.id)) is None:
        raise Invalid(_("Only your own teams can have it."))
    view.name, view.team_id = name, team_id
    after_commit(COUNTED.forget)
