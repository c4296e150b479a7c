"""When one question becomes part of another, its people wait for the same solution."""

from typing import TypeVar

from sqlalchemy import delete, select

from forum.core.db import db
from forum.core.events import listens_to
from forum.reactions.actions import recount
from forum.reactions.models import Follow, SameProblem
from forum.threads.events import ThreadMerged, ThreadUnmerged
from forum.threads.models import Thread, ThreadMerge

Row = TypeVar("Row", Follow, SameProblem)
FOLLOWERS, SAME = "followers", "same"


@listens_to(ThreadMerged)
def bring_people_along(event: ThreadMerged) -> None:
    """Who followed or had it too does so there, as they did here; the asker has it too.

    Their rows here stay, and those there carry the same moment: what a link brought is still
    known by it.
    """
    merge = db.session.get_one(ThreadMerge, event.merge_id)
    merge.remember(FOLLOWERS, _copy_follows(event, merge))
    merge.remember(SAME, _copy_same(event, merge))
    db.session.flush()
    recount([event.into_id])


@listens_to(ThreadUnmerged)
def let_people_go_back(event: ThreadUnmerged) -> None:
    """What the merge brought goes; what people chose there since stays."""
    merge = db.session.get_one(ThreadMerge, event.merge_id)
    for model, name in ((Follow, FOLLOWERS), (SameProblem, SAME)):
        db.session.execute(
            delete(model).where(
                model.thread_id == event.from_id,
                model.user_id.in_(merge.moved_ids(name)),
                model.created_at <= merge.created_at,
            )
        )
    recount([event.thread_id, event.from_id])


def _copy_follows(event: ThreadMerged, merge: ThreadMerge) -> list[int]:
    there = {row.user_id: row for row in _rows(Follow, event.into_id)}
    brought = []
    for row in _rows(Follow, event.thread_id):
        known = there.get(row.user_id)
        if known is None:
            db.session.add(
                Follow(
                    user_id=row.user_id,
                    thread_id=event.into_id,
                    solution_only=row.solution_only,
                    created_at=min(row.created_at, merge.created_at),
                )
            )
            brought.append(row.user_id)
        elif not row.solution_only:
            known.solution_only = False
    return brought


def _copy_same(event: ThreadMerged, merge: ThreadMerge) -> list[int]:
    asker = db.session.get_one(Thread, event.thread_id).author_id
    there = {row.user_id for row in _rows(SameProblem, event.into_id)}
    there.add(db.session.get_one(Thread, event.into_id).author_id)
    since = {row.user_id: row.created_at for row in _rows(SameProblem, event.thread_id)}
    since.setdefault(asker, merge.created_at)
    brought = sorted(set(since) - there)
    for user_id in brought:
        moment = min(since[user_id], merge.created_at)
        db.session.add(SameProblem(user_id=user_id, thread_id=event.into_id, created_at=moment))
    return brought


def _rows(model: type[Row], thread_id: int) -> list[Row]:
    return list(db.session.scalars(select(model).where(model.thread_id == thread_id)))
