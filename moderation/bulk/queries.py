"""The threads that were chosen, as they stand; and acts on many that can be taken back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import blake2s

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import selectinload

from forum.accounts.models import User
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.permissions import Actor
from forum.threads.models import Thread
from forum.threads.queries import visible_to
from moderation.bulk.models import BulkAct, BulkItem
from moderation.handling.models import Assignment, Snooze
from moderation.watchlist.models import Claim

MARK_BYTES = 6


@dataclass(frozen=True, slots=True)
class Chosen:
    """A thread that was selected. ``mark`` changes whenever something about it does."""

    thread: Thread
    mark: str


def chosen(viewer: Actor, ids: Collection[int]) -> Sequence[Chosen]:
    """Those of the threads that the viewer can see, in their order; one statement."""
    rows = db.session.execute(_as_they_stand(viewer, ids).order_by(Thread.id))
    return [Chosen(row[0], _mark(row[0], row[1:])) for row in rows]


def chosen_now(viewer: Actor, ids: Collection[int]) -> dict[int, Chosen]:
    """The same by id, read afresh and held locked until the transaction ends."""
    rows = db.session.execute(
        _as_they_stand(viewer, ids)
        .order_by(Thread.id)
        .with_for_update(of=Thread)
        .execution_options(populate_existing=True)
    )
    return {row[0].id: Chosen(row[0], _mark(row[0], row[1:])) for row in rows}


def _as_they_stand(viewer: Actor, ids: Collection[int]) -> Select[Thread]:
    held = and_(Claim.thread_id == Thread.id, Claim.released_at.is_(None))
    given = and_(Assignment.thread_id == Thread.id, Assignment.ended_at.is_(None))
    rests = and_(Snooze.thread_id == Thread.id, Snooze.ended_at.is_(None))
    return (
        visible_to(viewer)
        .outerjoin(Claim, held)
        .outerjoin(Assignment, given)
        .outerjoin(Snooze, rests)
        .add_columns(Claim.id, Assignment.id, Snooze.id)
        .where(Thread.id.in_(ids))
    )


def _mark(thread: Thread, held: Sequence[int | None]) -> str:
    stands = (
        *(thread.title, thread.status, thread.severity, thread.type, thread.category_id),
        *(thread.last_position, thread.locked_at, thread.silent_at, thread.is_gone, *held),
    )
    return blake2s(repr(stands).encode(), digest_size=MARK_BYTES).hexdigest()


def act_of(actor: User, act_id: int) -> BulkAct:
    """One's own act with its threads; raises NotFound."""
    act = db.session.scalar(
        select(BulkAct)
        .where(BulkAct.id == act_id, BulkAct.actor_id == actor.id)
        .options(selectinload(BulkAct.items).joinedload(BulkItem.thread))
        .execution_options(populate_existing=True)
    )
    if act is None:
        raise NotFound()
    return act
