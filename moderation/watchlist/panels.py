"""What staff see beside a thread on its public page: clock, claim, notes, the way to the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from babel.dates import get_day_names, get_timezone_location
from flask import url_for
from flask_babel import format_time
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.core.i18n import language
from forum.core.permissions import Actor
from forum.core.slots import Panel, panel, public_panel
from forum.threads.models import Thread
from moderation.watchlist import policy
from moderation.watchlist.business_time import CLOSES, OPENS, WORKING_WEEKDAYS, ZONE
from moderation.watchlist.models import Claim, Note, ThreadClock
from moderation.watchlist.queues import Moment, joined
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
    holder = aliased(User)
    notes = (
        select(func.count()).where(Note.thread_id == Thread.id).correlate(Thread).scalar_subquery()
    )
    rows = db.session.execute(
        joined(select(Thread.id), Moment(clock.now(), viewer.id))
        .outerjoin(holder, holder.id == Claim.user_id)
        .add_columns(ThreadClock, holder, notes)
        .where(Thread.id.in_(thread_ids))
    )
    return {
        thread_id: Panel(
            "moderation/watchlist/aside.html",
            Aside(
                clock=clock_view(ticking),
                holder=held_by.name if held_by is not None else "",
                notes=noted,
                desk_url=url_for("desk.thread", thread_id=thread_id),
            ),
        )
        for thread_id, ticking, held_by, noted in rows
    }


@dataclass(frozen=True, slots=True)
class Hours:
    """When the team works, in the reader's words."""

    first_day: str
    last_day: str
    opens: str
    closes: str
    zone: str


def working_hours(places: Sequence[int], _viewer: Actor) -> dict[int, Panel]:
    """Beside the ask form: when somebody of the team will be there."""
    names = get_day_names("wide", "stand-alone", language())
    hours = Hours(
        first_day=names[min(WORKING_WEEKDAYS)],
        last_day=names[max(WORKING_WEEKDAYS)],
        opens=format_time(datetime.combine(clock.now().date(), OPENS), "short", rebase=False),
        closes=format_time(datetime.combine(clock.now().date(), CLOSES), "short", rebase=False),
        zone=get_timezone_location(ZONE, locale=language(), return_city=True),
    )
    return {place: Panel("moderation/watchlist/hours.html", hours) for place in places}


panel("thread.aside", thread_aside)
public_panel("ask.expect", working_hours)
