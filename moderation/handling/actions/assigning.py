"""Giving a thread to somebody, taking it off them, and what happens when they cannot."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import User
from forum.categories.models import Category
from forum.categories.queries import audiences_of
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotFound, Refused
from forum.core.events import publish
from forum.threads.models import Thread
from forum.threads.policy import can_see_thread
from forum.threads.queries import ensure_visible
from moderation.handling import policy, wording
from moderation.handling.events import AssignmentEnded, ThreadAssigned
from moderation.handling.models import Absence, Assignment, AssignmentEnd
from moderation.handling.queries import holders_of
from moderation.teams.models import Team


@transactional
def assign(actor: User, thread_id: int, assignee_id: int, today: date) -> Assignment:
    """Let somebody answer a thread; whoever had it before has it no longer.

    Args:
        today: the day where the team works, on which somebody may be out of office.

    Raises:
        NotFound: no such thread, person or desk for the actor.
        Refused: they are suspended, do not see the thread, are out of office, or have it already.
    """
    thread = workable(actor, thread_id)
    assignee = db.session.get(User, assignee_id, populate_existing=True)
    if assignee is None:
        raise NotFound()
    ensure_assignable(assignee, thread, today)
    held = open_assignment(thread.id)
    if held is not None and held.assignee_id == assignee.id:
        raise Refused(_("%(name)s has this question already.", name=assignee.name))
    if held is not None:
        _end(held, AssignmentEnd.PASSED_ON, actor.id)
    return _give(Assignment(assignee_id=assignee.id), thread.id, actor.id, actor.id)


@transactional
def assign_team(actor: User, thread_id: int, team_id: int) -> Assignment:
    """Let a team answer a thread; whoever had it before has it no longer.

    Raises:
        NotFound: no such thread, team or desk for the actor.
        Refused: nobody is in the team, it was given up, or it has the thread already.
    """
    thread = workable(actor, thread_id)
    team = db.session.get(Team, team_id, populate_existing=True)
    if team is None:
        raise NotFound()
    row = Assignment(team_id=team.id)
    if team.retired_at is not None or not holders_of(row):
        raise Refused(
            _("Nobody is in the team %(name)s.", name=team.name), _("Choose another team.")
        )
    held = open_assignment(thread.id)
    if held is not None and held.team_id == team.id:
        raise Refused(_("%(name)s has this question already.", name=team.name))
    if held is not None:
        _end(held, AssignmentEnd.PASSED_ON, actor.id)
    return _give(row, thread.id, actor.id, actor.id)


@transactional
def take_off(actor: User, thread_id: int) -> None:
    """Nobody in particular has the thread any more; where nobody had it, nothing changes."""
    held = open_assignment(workable(actor, thread_id).id)
    if held is not None:
        _end(held, AssignmentEnd.TAKEN_OFF, actor.id)


@transactional
def pass_on(thread_id: int, actor_id: int) -> None:
    """The thread itself went elsewhere, so nobody has it any more."""
    held = open_assignment(thread_id)
    if held is not None:
        _end(held, AssignmentEnd.PASSED_ON, actor_id)


@transactional
def hear_from(person_id: int, thread_id: int) -> None:
    """The assignee, or somebody of the team, did something about it: their time begins anew."""
    held = open_assignment(thread_id)
    if held is not None and person_id in holders_of(held):
        held.heard_at = clock.now()


@transactional
def return_to_queue(assignment_id: int, end: AssignmentEnd) -> bool:
    """Nobody heard from the assignee, or they left: everybody may take it. Safe to repeat."""
    held = locked(Assignment, assignment_id)
    if held.ended_at is not None:
        return False
    _end(held, end, None)
    return True


@transactional
def hand_over(assignment_id: int, today: date) -> bool:
    """Somebody is out of office: their deputy has the thread, or the queue. Safe to repeat."""
    held = locked(Assignment, assignment_id)
    absence = None
    if held.assignee_id is not None:
        absence = db.session.get(Absence, held.assignee_id, populate_existing=True)
    if held.ended_at is not None or not policy.is_away(absence, today):
        return False
    _end(held, AssignmentEnd.AWAY, None)
    thread = locked(Thread, held.thread_id)
    deputy = db.session.get(User, absence.deputy_id) if absence and absence.deputy_id else None
    if deputy is not None and _reason_against(deputy, thread, today) is None:
        row = Assignment(assignee_id=deputy.id, instead_of_id=held.assignee_id)
        _give(row, thread.id, held.by_id, None)
    return True


def workable(actor: User, thread_id: int) -> Thread:
    """The thread, locked, for somebody who works here; raises NotFound for everybody else."""
    if not policy.works_here(actor):
        raise NotFound()
    thread = locked(Thread, thread_id)
    ensure_visible(actor, thread)
    return thread


def open_assignment(thread_id: int) -> Assignment | None:
    """Who has the thread now, locked."""
    return db.session.scalar(
        select(Assignment)
        .where(Assignment.thread_id == thread_id, Assignment.ended_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def ensure_assignable(person: User, thread: Thread, today: date) -> None:
    """Let only a colleague go on who can answer this thread today.

    Raises:
        Refused: by name, with the reason and whom to ask instead.
    """
    refusal = _reason_against(person, thread, today)
    if refusal is not None:
        raise refusal


def _reason_against(person: User, thread: Thread, today: date) -> Refused | None:
    if not policy.may_sign_in(person):
        return Refused(
            _("%(name)s is suspended and cannot answer.", name=person.name),
            _("Choose somebody else."),
        )
    category = db.session.get_one(Category, thread.category_id)
    sees = category.audience in audiences_of(person) and can_see_thread(person, thread)
    if not policy.works_here(person) or not sees:
        return Refused(
            _("%(name)s cannot see this question on the desk.", name=person.name),
            _("Choose somebody who works here and may see it."),
        )
    absence = db.session.get(Absence, person.id, populate_existing=True)
    if absence is not None and policy.is_away(absence, today):
        return _away(person, absence)
    return None


def _away(person: User, absence: Absence) -> Refused:
    deputy = db.session.get(User, absence.deputy_id) if absence.deputy_id else None
    until = wording.day(absence.last_day)
    instead = _("Choose somebody else.")
    if deputy is not None:
        instead = _("Their deputy is %(name)s.", name=deputy.name)
    said = _("%(name)s is out of office until %(day)s.", name=person.name, day=until)
    return Refused(said, instead)


def _give(row: Assignment, thread_id: int, by_id: int, actor_id: int | None) -> Assignment:
    now = clock.now()
    row.thread_id, row.by_id, row.created_at, row.heard_at = thread_id, by_id, now, now
    db.session.add(row)
    db.session.flush()
    publish(ThreadAssigned(thread_id, row.id, actor_id))
    return row


def _end(held: Assignment, end: AssignmentEnd, actor_id: int | None) -> None:
    held.ended_at, held.end, held.ended_by_id = clock.now(), end, actor_id
    db.session.flush()  # only one may be open
    publish(AssignmentEnded(held.thread_id, held.id, end, actor_id))
