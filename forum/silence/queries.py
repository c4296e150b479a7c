"""Threads whose askers fell silent, and what was asked of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from forum.accounts.models import User
from forum.core.db import db
from forum.core.errors import NotFound
from forum.silence import policy, tokens
from forum.silence.models import AskerCheck, CheckOutcome, DetailsReminder
from forum.threads.models import Post, PostKind, Thread, ThreadStatus, ThreadType, out_of_date
from forum.threads.queries import visible_posts, visible_to
from forum.threads.queries.visibility import with_author

BATCH_THREADS = 50  # what is left waits a minute
ANSWERS_OFFERED_MAX = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page behind a mail shows: whom it was asked, and the answers there are now."""

    check: AskerCheck
    asker: User
    thread: Thread
    answers: Sequence[Post]

    @property
    def is_open(self) -> bool:
        """Whether a word can still be said: silence itself closes nothing."""
        waits = self.thread.status is ThreadStatus.ANSWERED and self.thread.locked_at is None
        unsaid = self.check.outcome in {None, CheckOutcome.SILENT}
        return bool(self.answers) and waits and unsaid and not self.thread.is_gone


def asked_with(token: str, now: datetime) -> Asked:
    """What a link in a mail leads to.

    Raises:
        NotFound: the link is not one of ours or too old, or its thread is not there for the asker.
    """
    named = tokens.read(token)
    check = db.session.get(AskerCheck, named.check_id, populate_existing=True)
    if check is None or (check.thread_id, check.user_id) != (named.thread_id, named.user_id):
        raise NotFound()
    asker = db.session.get(User, check.user_id)
    if asker is None or asker.deleted_at is not None or not asker.active:
        raise NotFound()
    thread = db.session.scalar(visible_to(asker).where(Thread.id == check.thread_id))
    if thread is None or thread.author_id != asker.id or not policy.link_holds(now, check.asked_at):
        raise NotFound()
    return Asked(check, asker, thread, answers_for(thread, asker))


def answers_for(thread: Thread, asker: User) -> Sequence[Post]:
    """What others answered and still holds, newest first."""
    return db.session.scalars(
        select(Post)
        .where(Post.thread_id == thread.id, *_answered_by_others(thread.author_id))
        .where(visible_posts(asker))
        .options(with_author(Post.author))
        .order_by(Post.position.desc())
        .limit(ANSWERS_OFFERED_MAX)
    ).all()


def _answered_by_others(
    author_id: int | InstrumentedAttribute[int],
) -> tuple[ColumnElement[bool], ...]:
    return (
        Post.kind == PostKind.ANSWER,
        Post.author_id != author_id,
        Post.deleted_at.is_(None),
        Post.hidden_at.is_(None),
        ~out_of_date(Post.id),
    )


def newest_answer(thread: Thread) -> Post | None:
    """The last thing that somebody else answered."""
    return db.session.scalar(
        select(Post)
        .where(Post.thread_id == thread.id, *_answered_by_others(thread.author_id))
        .order_by(Post.position.desc())
        .limit(1)
    )


def asker_spoke_since(answer: Post, asker_id: int) -> bool:
    """Whether the asker wrote anything below an answer or after it."""
    later = select(Post.id).where(
        Post.thread_id == answer.thread_id,
        Post.author_id == asker_id,
        Post.position > answer.position,
    )
    return bool(db.session.scalar(select(later.exists())))


def asker_wrote_at(thread: Thread) -> datetime:
    """When the asker last wrote in their thread."""
    wrote_at = db.session.scalar(
        select(func.max(Post.created_at)).where(
            Post.thread_id == thread.id, Post.author_id == thread.author_id
        )
    )
    return wrote_at or thread.created_at


def newest_check(thread_id: int) -> AskerCheck | None:
    """What was last asked about a thread."""
    return db.session.scalar(
        select(AskerCheck)
        .where(AskerCheck.thread_id == thread_id)
        .order_by(AskerCheck.asked_at.desc(), AskerCheck.id.desc())
        .limit(1)
    )


def to_be_asked(now: datetime) -> Sequence[int]:
    """Threads that may have an answer their asker never spoke to; the action looks closely."""
    asker_post, newer = aliased(Post), aliased(Post)
    spoken = select(asker_post.id).where(
        asker_post.thread_id == Thread.id,
        asker_post.author_id == Thread.author_id,
        asker_post.position > Post.position,
    )
    overtaken = select(newer.id).where(
        newer.thread_id == Thread.id,
        newer.kind == PostKind.ANSWER,
        newer.author_id != Thread.author_id,
        newer.position > Post.position,
        newer.deleted_at.is_(None),
        newer.hidden_at.is_(None),
    )
    asked = select(AskerCheck.id).where(
        AskerCheck.thread_id == Thread.id,
        or_(
            AskerCheck.settled_at.is_(None),
            AskerCheck.outcome != CheckOutcome.NOT_YET,
            AskerCheck.settled_at >= Post.created_at,
        ),
        AskerCheck.asked_at >= _asker_last_wrote(),
    )
    return db.session.scalars(
        select(Thread.id)
        .join(Post, and_(Post.thread_id == Thread.id, *_answered_by_others(Thread.author_id)))
        .where(
            Thread.status == ThreadStatus.ANSWERED,
            Thread.type.in_((ThreadType.QUESTION, ThreadType.PROBLEM)),
            Thread.last_activity_at >= now - policy.NOT_ASKED_AFTER,
            Thread.silent_at.is_(None),
            Thread.known_issue.is_(None),
            Thread.locked_at.is_(None),
            Thread.deleted_at.is_(None),
            Thread.hidden_at.is_(None),
            Post.created_at <= now - policy.ASK_AFTER,
            Post.created_at >= now - policy.NOT_ASKED_AFTER,
            ~spoken.exists(),
            ~overtaken.exists(),
            ~asked.exists(),
        )
        .order_by(Post.created_at)
        .limit(BATCH_THREADS)
    ).all()


def _asker_last_wrote() -> ColumnElement[datetime]:
    wrote = aliased(Post)
    return (
        select(func.max(wrote.created_at))
        .where(wrote.thread_id == Thread.id, wrote.author_id == Thread.author_id)
        .correlate(Thread)
        .scalar_subquery()
    )


def unanswered_checks(now: datetime) -> Sequence[AskerCheck]:
    """What was asked so long ago that nobody waits for a word any more."""
    return db.session.scalars(
        select(AskerCheck)
        .where(AskerCheck.settled_at.is_(None), AskerCheck.asked_at <= now - policy.REST_AFTER)
        .order_by(AskerCheck.asked_at)
        .limit(BATCH_THREADS)
    ).all()


def details_missing(now: datetime) -> Sequence[int]:
    """Threads for which a reminder, or the end of waiting, is due; the action looks closely."""
    reminded = func.coalesce(
        select(func.max(DetailsReminder.number))
        .where(
            DetailsReminder.thread_id == Thread.id,
            DetailsReminder.requested_at == Thread.needs_info_at,
        )
        .scalar_subquery(),
        0,
    )
    due = [
        and_(Thread.needs_info_at <= now - after, reminded < number)
        for number, after in enumerate(policy.REMIND_AFTER, start=1)
    ]
    return db.session.scalars(
        select(Thread.id)
        .where(
            Thread.needs_info_at <= now - policy.REMIND_AFTER[0],
            or_(*due, Thread.needs_info_at <= now - policy.CLOSE_AFTER),
            Thread.status == ThreadStatus.NEEDS_INFO,
            Thread.silent_at.is_(None),
            Thread.locked_at.is_(None),
            Thread.deleted_at.is_(None),
            Thread.hidden_at.is_(None),
        )
        .order_by(Thread.needs_info_at)
        .limit(BATCH_THREADS)
    ).all()


def reminders_of(thread: Thread) -> dict[int, datetime]:
    """The reminders of the present request that were sent, by number, and when."""
    rows = db.session.execute(
        select(DetailsReminder.number, DetailsReminder.sent_at).where(
            DetailsReminder.thread_id == thread.id,
            DetailsReminder.requested_at == thread.needs_info_at,
        )
    )
    return {row.number: row.sent_at for row in rows}
