"""What staff see beside a thread on its public page: clock, claim, notes, the way to the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import url_for
from sqlalchemy import Select, bindparam, case, func, select
from sqlalchemy.orm import aliased

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.core.permissions import Actor
from forum.core.slots import Panel, panel
from forum.threads.models import Thread
from moderation.watchlist import policy
from moderation.watchlist.models import Claim, Note, ThreadClock
from moderation.watchlist.queues import Anytime, Moment, joined
from moderation.watchlist.work_view import ClockView, clock_view


@dataclass(frozen=True, slots=True)
class Aside:
    """The panel's content. ``holder`` is empty when nobody is on it."""

    clock: ClockView
    holder: str
    notes: int
    desk_url: str


def thread_aside(thread_ids: Sequence[int], viewer: Actor) -> dict[int, Panel]:
    """The panel of each thread, in one statement; nothing at all for who does not work here."""
    if not policy.can_work(viewer):
        return {}
    chosen = {"thread_ids": list(thread_ids), **Moment(clock.now(), viewer.id).parameters()}
    return {
        thread_id: Panel(
            "moderation/watchlist/aside.html",
            Aside(
                clock=clock_view(ticking),
                holder=holder or "",
                notes=noted,
                desk_url=url_for("desk.thread", thread_id=thread_id),
            ),
        )
        for thread_id, ticking, holder, noted in db.session.execute(_statement(), chosen)
    }


@cache
def _statement() -> Select[*tuple[Any, ...]]:
    """Threads with their clock, whose they are at the moment, and how many notes they have."""
    holder = aliased(User)
    name = case((holder.deleted_at.is_(None), holder.stored_name), else_="")
    notes = (
        select(func.count()).where(Note.thread_id == Thread.id).correlate(Thread).scalar_subquery()
    )
    return (
        joined(select(Thread.id), Anytime())
        .outerjoin(holder, holder.id == Claim.user_id)
        .add_columns(ThreadClock, name, notes)
        .where(Thread.id.in_(bindparam("thread_ids", expanding=True)))
    )


panel("thread.aside", thread_aside)
