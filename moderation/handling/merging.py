"""When one question becomes part of another, whose it is and that it rests go along."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.core.events import listens_to
from forum.threads.events import ThreadMerged, ThreadUnmerged
from forum.threads.models import ThreadMerge
from moderation.handling.actions import end_snooze, pass_on
from moderation.handling.actions.assigning import open_assignment
from moderation.handling.actions.snoozing import open_snooze
from moderation.handling.models import Assignment, Snooze, SnoozeEnd

MOVED = ("assignments", "snoozes")  # the other thread had none
ENDED = ("assignments_ended", "snoozes_ended")  # it had its own
Held = TypeVar("Held", Assignment, Snooze)


@listens_to(ThreadMerged)
def go_along(event: ThreadMerged) -> None:
    """The other thread is theirs now, unless it is somebody's already; it rests likewise."""
    merge = db.session.get_one(ThreadMerge, event.merge_id)
    given, resting = open_assignment(event.thread_id), open_snooze(event.thread_id)
    if given is not None:
        stays = open_assignment(event.into_id) is None
        merge.remember((MOVED if stays else ENDED)[0], [given.id])
        if stays:
            given.thread_id = event.into_id
        else:
            pass_on(event.thread_id, event.actor_id)
    if resting is not None:
        stays = open_snooze(event.into_id) is None
        merge.remember((MOVED if stays else ENDED)[1], [resting.id])
        if stays:
            resting.thread_id = event.into_id
        else:
            end_snooze(resting.id, SnoozeEnd.WOKEN, event.actor_id)
    db.session.flush()


@listens_to(ThreadUnmerged)
def come_back(event: ThreadUnmerged) -> None:
    """What went along comes back while it lasts, what ended with the merge goes on."""
    merge = db.session.get_one(ThreadMerge, event.merge_id)
    _bring_back(_rows(Assignment, merge.moved_ids(MOVED[0])), event)
    _bring_back(_rows(Snooze, merge.moved_ids(MOVED[1])), event)
    for given in _rows(Assignment, merge.moved_ids(ENDED[0])):
        given.ended_at = given.end = given.ended_by_id = None
    for resting in _rows(Snooze, merge.moved_ids(ENDED[1])):
        if resting.until > clock.now():
            resting.ended_at = resting.end = resting.ended_by_id = None
    db.session.flush()


def _bring_back(rows: Sequence[Assignment] | Sequence[Snooze], event: ThreadUnmerged) -> None:
    for row in rows:
        if row.ended_at is None and row.thread_id == event.from_id:
            row.thread_id = event.thread_id


def _rows(kind: type[Held], ids: list[int]) -> Sequence[Held]:
    return db.session.scalars(
        select(kind).where(kind.id.in_(ids)).execution_options(populate_existing=True)
    ).all()
