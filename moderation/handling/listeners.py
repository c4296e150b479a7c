"""When a thread changes hands, rests or comes back: the staff log, and whoever should know."""

from collections.abc import Iterable

from sqlalchemy import select

from forum.accounts.events import PersonLeft, RoleChanged
from forum.accounts.models import User
from forum.core.db import db
from forum.core.events import listens_to
from forum.core.pages import path_to
from forum.core.permissions import STAFF, Role
from forum.notifications import forgetting
from forum.notifications.actions import happened
from forum.notifications.audiences import finds_people
from forum.notifications.models import Happening, NotificationKind
from forum.threads import events as threads
from forum.threads.models import Thread
from moderation.audit.log import record
from moderation.handling.actions import end_snooze, return_to_queue
from moderation.handling.actions.snoozing import open_snooze
from moderation.handling.events import AssignmentEnded, SnoozeEnded, ThreadAssigned, ThreadSnoozed
from moderation.handling.models import Assignment, AssignmentEnd, Snooze, SnoozeEnd
from moderation.handling.queries import holders_of
from moderation.teams.events import TeamRetired


@listens_to(ThreadAssigned)
def log_and_tell_assignee(event: ThreadAssigned) -> None:
    """Who gave it to whom; the assignee hears of it, from whoever is away where the house did."""
    row = db.session.get_one(Assignment, event.assignment_id)
    if event.actor_id is not None:
        record(event.actor_id, "assign", "thread", event.thread_id, after=_holder(row))
    by_id = event.actor_id or row.instead_of_id
    tell(NotificationKind.ASSIGNED, by_id, event.thread_id, holders_of(row))


@listens_to(AssignmentEnded)
def log_and_tell_of_return(event: AssignmentEnded) -> None:
    """Who took it off; whoever had assigned it hears when it came back by itself."""
    row = db.session.get_one(Assignment, event.assignment_id)
    if event.end is AssignmentEnd.TAKEN_OFF and event.actor_id is not None:
        record(event.actor_id, "take-off", "thread", event.thread_id, before=_holder(row))
    if event.end in {AssignmentEnd.SILENT, AssignmentEnd.LEFT, AssignmentEnd.TEAM_GONE}:
        tell(NotificationKind.RETURNED, None, event.thread_id, {row.by_id, *holders_of(row)})


@listens_to(ThreadSnoozed)
def log_snooze(event: ThreadSnoozed) -> None:
    """Until when, by whom."""
    row = db.session.get_one(Snooze, event.snooze_id)
    until = row.until.isoformat(timespec="minutes")
    record(event.actor_id, "snooze", "thread", event.thread_id, after=until)


@listens_to(SnoozeEnded)
def log_and_tell_of_waking(event: SnoozeEnded) -> None:
    """Who woke it; whoever let it rest hears that it is back."""
    row = db.session.get_one(Snooze, event.snooze_id)
    if event.actor_id is not None:
        record(event.actor_id, "wake", "thread", event.thread_id)
    tell(NotificationKind.RETURNED, event.actor_id, event.thread_id, [row.by_id])


@listens_to(threads.AnswerPosted, threads.CommentPosted, threads.ThreadReopened)
def wake_on_reply(
    event: threads.AnswerPosted | threads.CommentPosted | threads.ThreadReopened,
) -> None:
    """What rests comes back with the next reply of somebody else."""
    resting = open_snooze(event.thread_id)
    by_id = event.actor_id if isinstance(event, threads.ThreadReopened) else event.author_id
    if resting is not None and by_id != resting.by_id:
        end_snooze(resting.id, SnoozeEnd.REPLY)


@listens_to(TeamRetired)
def take_from_team(event: TeamRetired) -> None:
    """What a team had goes back into the queue when the team is given up."""
    theirs = select(Assignment.id).where(
        Assignment.team_id == event.team_id, Assignment.ended_at.is_(None)
    )
    for assignment_id in db.session.scalars(theirs).all():
        return_to_queue(assignment_id, AssignmentEnd.TEAM_GONE)


@listens_to(RoleChanged)
def take_from_who_left_the_team(event: RoleChanged) -> None:
    """Whoever works here no longer has nothing to answer, and reads nothing of it."""
    if Role(event.before) in STAFF and Role(event.after) not in STAFF:
        _take_all(event.user_id)
        forgetting.of_the_desk(event.user_id)


@listens_to(PersonLeft)
def take_from_who_left(event: PersonLeft) -> None:
    """An account that is gone answers nothing."""
    _take_all(event.user_id)


def _holder(row: Assignment) -> str:
    return f"team {row.team_id}" if row.team_id is not None else f"user {row.assignee_id}"


def _take_all(person_id: int) -> None:
    theirs = select(Assignment.id).where(
        Assignment.assignee_id == person_id, Assignment.ended_at.is_(None)
    )
    for assignment_id in db.session.scalars(theirs).all():
        return_to_queue(assignment_id, AssignmentEnd.LEFT)


def tell(
    kind: NotificationKind, actor_id: int | None, thread_id: int, people: Iterable[int]
) -> None:
    """Write down a fact of the desk for these colleagues; it leads to the thread on the desk."""
    title = db.session.get_one(Thread, thread_id).title
    path = path_to("desk.thread", thread_id=thread_id)
    happened(kind, actor_id, thread_id, mentioned_ids=sorted(people), elsewhere=(title, path))


@finds_people(NotificationKind.ASSIGNED)
@finds_people(NotificationKind.RETURNED)
@finds_people(NotificationKind.NOTED)
def colleagues(happening: Happening) -> Iterable[int]:
    """Those who were named, as far as they work here when they are told."""
    return db.session.scalars(
        select(User.id).where(User.id.in_(happening.mentioned_ids), User.role.in_(STAFF))
    ).all()
