"""What comes back from those who cannot answer: the absent, and the silent."""

from sqlalchemy import and_, select

from forum.core import clock, jobs
from forum.core.db import db
from forum.threads.models import Post, Thread
from moderation.handling.models import Assignment
from moderation.handling.queries import BATCH, held_by_absent
from moderation.watchlist import business_time
from moderation.watchlist.actions import hand_over_from_absent, return_from_silent
from moderation.watchlist.actions.assigning import LOOKED_AT_AFTER, SILENT_AFTER
from moderation.watchlist.models import ThreadClock
from moderation.watchlist.queues import IS_OPEN, RUNS


@jobs.sweep
def hand_over() -> None:
    """Deputies have what was assigned to those who are out of office today."""
    for assignment_id in held_by_absent(business_time.today(clock.now())):
        hand_over_from_absent(assignment_id)


@jobs.sweep
def return_what_is_silent() -> None:
    """Where the clock runs and the assignee did nothing for a business day, the queue has it."""
    now = clock.now()
    waiting = db.session.execute(
        select(Assignment.id, Assignment.heard_at, ThreadClock.started_at, Post.created_at)
        .join(Thread, Thread.id == Assignment.thread_id)
        .join(Post, and_(Post.thread_id == Thread.id, Post.position == Thread.last_position))
        .join(ThreadClock, ThreadClock.thread_id == Thread.id)
        .where(
            Assignment.ended_at.is_(None),
            Assignment.heard_at < now - LOOKED_AT_AFTER,
            Post.author_standing != "staff",  # else the asker is the silent one
            IS_OPEN,
            RUNS,
        )
        .order_by(Assignment.heard_at)
        .limit(BATCH)
    ).all()
    for assignment_id, *moments in waiting:
        if business_time.add(max(moments), SILENT_AFTER) <= now:
            return_from_silent(assignment_id)
