"""Everything the pane of one thread shows, in five statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased, joinedload

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.permissions import Actor
from forum.threads.models import Draft, Post, Thread
from forum.threads.queries import visible_posts, visible_to
from moderation.handling.models import Assignment, Snooze
from moderation.handling.queries import Turn, turns_of
from moderation.teams.models import Team
from moderation.watchlist.models import Claim, Note, ThreadClock
from moderation.watchlist.queues import Moment, joined

POSTS_SHOWN_MAX = 30  # the newest; the public page has them all
NOTES_SHOWN_MAX = 50


@dataclass(frozen=True, slots=True)
class Work:
    """A thread as a rep works on it. ``said`` follows the question, oldest first."""

    thread: Thread
    clock: ThreadClock | None
    holder: User | None
    held_until: datetime | None
    assignee: User | None
    team: str
    rests_until: datetime | None
    draft: dict[str, str]
    question: Post
    said: Sequence[Post]
    notes: Sequence[Note]
    turns: Sequence[Turn]


def work_on(thread_id: int, viewer: Actor) -> Work:
    """The pane of a thread; raises NotFound."""
    moment = Moment(clock.now(), viewer.id)
    holder, assignee = aliased(User), aliased(User)
    own_draft = and_(Draft.owner_key == f"user:{viewer.id}", Draft.place == f"answer:{thread_id}")
    row = db.session.execute(
        joined(visible_to(viewer), moment)
        .outerjoin(holder, holder.id == Claim.user_id)
        .outerjoin(assignee, assignee.id == Assignment.assignee_id)
        .outerjoin(Team, Team.id == Assignment.team_id)
        .outerjoin(Draft, own_draft)
        .add_columns(
            ThreadClock, holder, Claim.expires_at, assignee, Team.name, Snooze.until, Draft.fields
        )
        .options(joinedload(Thread.author))
        .where(Thread.id == thread_id)
    ).first()
    if row is None:
        raise NotFound()
    thread, thread_clock, held_by, held_until, given_to, team, rests_until, fields = row
    posts = _posts(thread, viewer)
    if not posts or posts[0].position != 0:
        raise NotFound()
    return Work(
        thread=thread,
        clock=thread_clock,
        holder=held_by,
        held_until=held_until,
        assignee=given_to,
        team=team or "",
        rests_until=rests_until,
        draft=fields or {},
        question=posts[0],
        said=posts[1:],
        notes=_notes(thread_id),
        turns=turns_of(thread_id),
    )


def _posts(thread: Thread, viewer: Actor) -> Sequence[Post]:
    """The question and the newest of what was said to it, in order."""
    recent = thread.last_position - POSTS_SHOWN_MAX
    return db.session.scalars(
        select(Post)
        .where(
            Post.thread_id == thread.id,
            visible_posts(viewer),
            or_(Post.position == 0, and_(Post.position > recent, Post.deleted_at.is_(None))),
        )
        .options(joinedload(Post.author))
        .order_by(Post.position)
    ).all()


def _notes(thread_id: int) -> Sequence[Note]:
    newest = db.session.scalars(
        select(Note)
        .where(Note.thread_id == thread_id)
        .options(joinedload(Note.author))
        .order_by(Note.id.desc())
        .limit(NOTES_SHOWN_MAX)
    ).all()
    return newest[::-1]
