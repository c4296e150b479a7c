"""Calling the team to a question, and saying where somebody helps."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, select

from forum.accounts.models import User
from forum.categories.models import Audience, Category
from forum.core import clock
from forum.core.db import after_commit, db, locked, transactional
from forum.core.errors import NotAllowed, Refused
from forum.core.events import publish
from forum.helping import policy
from forum.helping.events import ScopeChanged, TeamCalled
from forum.helping.models import HelpScope, TeamCall
from forum.helping.queries import CALLED, last_call, scope_of
from forum.threads.models import Thread
from forum.threads.queries import ensure_visible


@transactional
def call_team(actor: User, thread_id: int, reason: str) -> Thread:
    """This needs the team: the community's time for it ends, and the desk reads why.

    Raises:
        NotFound, NotAllowed, or Refused where the team is there already or is of no use.
    """
    thread = locked(Thread, thread_id)
    ensure_visible(actor, thread)
    if not policy.can_help(actor):
        raise NotAllowed()
    if not policy.can_be_called_for(thread):
        raise Refused(
            _("The team is not needed here any more."),
            _("It has answered already, or the question is closed."),
        )
    before = last_call(thread_id)
    if before is not None:
        raise Refused(
            _("%(name)s called the team already.", name=before.by.name),
            _("It stands on the team's desk."),
        )
    call = TeamCall(thread_id=thread.id, by_id=actor.id, reason=reason, created_at=clock.now())
    db.session.add(call)
    db.session.flush()
    publish(TeamCalled(thread.id, call.id, actor.id, reason))
    after_commit(CALLED.forget)
    return thread


@transactional
def set_scope(actor: User, person_id: int, category_ids: Sequence[int]) -> None:
    """Let somebody be shown what waits in these categories; none means everywhere.

    Raises:
        NotAllowed: not theirs to say, or the person is no ambassador.
        NotFound: there is no such person.
    """
    person = locked(User, person_id)
    if not policy.can_set_scope(actor, person.role):
        raise NotAllowed()
    before = _slugs(scope_of(person.id))
    chosen = db.session.scalars(
        select(Category)
        .where(Category.id.in_(category_ids), Category.audience == Audience.PUBLIC)
        .order_by(Category.position, Category.id)
    ).all()
    db.session.execute(delete(HelpScope).where(HelpScope.user_id == person.id))
    db.session.add_all(HelpScope(user_id=person.id, category_id=row.id) for row in chosen)
    db.session.flush()
    after = _slugs(chosen)
    if before != after:
        publish(ScopeChanged(person.id, actor.id, before, after))


def _slugs(categories: Sequence[Category]) -> str:
    return ", ".join(category.slug for category in categories)
