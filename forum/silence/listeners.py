"""Whoever has the problem and writes ends the waiting; what settles a thread ends the asking."""

from sqlalchemy import select

from forum.accounts.events import PersonLeft
from forum.core.db import db, locked
from forum.core.events import listens_to
from forum.finding.events import DuplicateLinked
from forum.reactions.models import SameProblem
from forum.silence import actions
from forum.silence.models import AskerCheck
from forum.threads import actions as threads
from forum.threads.events import (
    AnswerPosted,
    CommentPosted,
    PostDeleted,
    ThreadCurated,
    ThreadReopened,
    ThreadSolved,
)
from forum.threads.models import Thread


@listens_to(AnswerPosted, CommentPosted)
def somebody_who_has_it_wrote(event: AnswerPosted | CommentPosted) -> None:
    """The asker, or somebody who has this too: the details may be there now."""
    thread = locked(Thread, event.thread_id)
    by_asker = event.author_id == thread.author_id
    if by_asker:
        actions.overtake(thread.id)
    has_it = by_asker or db.session.get(SameProblem, (event.author_id, thread.id)) is not None
    if has_it:
        threads.resume(event.author_id, thread.id)


@listens_to(ThreadSolved, ThreadReopened, DuplicateLinked)
def something_was_said(event: ThreadSolved | ThreadReopened | DuplicateLinked) -> None:
    """Nobody need be asked whether it helped."""
    actions.overtake(event.thread_id)


@listens_to(PostDeleted)
def answer_is_gone(event: PostDeleted) -> None:
    """Nor whether something helped that is not there."""
    if not event.restored:
        actions.overtake(event.thread_id, event.post_id)


@listens_to(ThreadCurated)
def thread_was_closed(event: ThreadCurated) -> None:
    """Nor about a thread that was locked or taken out of sight."""
    if event.verb in {"lock", "delete", "hide"}:
        actions.overtake(event.thread_id)


@listens_to(PersonLeft)
def asker_left(event: PersonLeft) -> None:
    """Nor somebody who is not here."""
    for thread_id in db.session.scalars(
        select(AskerCheck.thread_id).where(
            AskerCheck.user_id == event.user_id, AskerCheck.settled_at.is_(None)
        )
    ).all():
        actions.overtake(thread_id)
