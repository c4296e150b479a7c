"""What reps do: claim, give back, note, answer."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotFound, Refused
from forum.core.events import publish
from forum.threads import actions as threads
from forum.threads.mentions import render
from forum.threads.models import MarkKind, Post, Thread
from forum.threads.queries import ensure_visible
from moderation.watchlist import policy, wording
from moderation.watchlist.events import ClaimReleased, NoteWritten, ThreadClaimed
from moderation.watchlist.models import Claim, Note

CLAIM_LASTS = timedelta(minutes=20)  # long enough to read and write; forgotten ones free themselves


@transactional
def claim(actor: User, thread_id: int) -> Claim:
    """Take a thread for ``CLAIM_LASTS``; one's own claim begins anew.

    Raises:
        NotFound: no such thread, or no desk, for this person.
        Refused: somebody else is on it; says who, and until when.
    """
    thread = _workable(actor, thread_id)
    now = clock.now()
    held = _held(thread.id)
    over_from_id = None
    if held is not None:
        if policy.keeps_out(actor, held, now):
            raise _taken(held)
        if policy.holds(actor, held):
            held.expires_at = now + CLAIM_LASTS
            return held
        over_from_id = held.user_id
        held.released_at = held.expires_at
        db.session.flush()
    taken = Claim(
        thread_id=thread.id, user_id=actor.id, claimed_at=now, expires_at=now + CLAIM_LASTS
    )
    db.session.add(taken)
    db.session.flush()
    publish(ThreadClaimed(thread.id, actor.id, over_from_id))
    return taken


@transactional
def renew(actor: User, thread_id: int) -> Claim:
    """Keep one's claim while still at work, also just after it ran out.

    Raises:
        NotFound: no such thread, or no desk, for this person.
        Refused: it is somebody else's by now, or was given back.
    """
    thread = _workable(actor, thread_id)
    held = _held(thread.id)
    if held is not None and policy.keeps_out(actor, held, clock.now()):
        raise _taken(held)
    if held is None or not policy.holds(actor, held):
        raise Refused(_("You have not claimed this thread."), _("Claim it first."))
    held.expires_at = clock.now() + CLAIM_LASTS
    return held


@transactional
def release(actor: User, thread_id: int) -> None:
    """Give a thread back. Where the claim is not one's own, nothing changes."""
    thread = _workable(actor, thread_id)
    held = _held(thread.id)
    if held is not None and policy.holds(actor, held):
        held.released_at = min(clock.now(), held.expires_at)
        publish(ClaimReleased(thread.id, actor.id))


def add_note(actor: User, thread_id: int, source: str) -> Note:
    """Write an internal note, which keeps one's claim. Raises NotFound."""
    html, _mentioned = render(source)
    return _add_note(actor, thread_id, source, html)


@transactional
def _add_note(actor: User, thread_id: int, source: str, html: str) -> Note:
    thread = _workable(actor, thread_id)
    note = Note(
        thread_id=thread.id,
        author_id=actor.id,
        source=source,
        html=html,
        created_at=clock.now(),
    )
    db.session.add(note)
    db.session.flush()
    _keep_claim(actor, thread.id)
    publish(NoteWritten(thread.id, note.id, actor.id))
    return note


def answer(
    actor: User, thread_id: int, source: str, official: bool = False, submission_key: str = ""
) -> Post:
    """Answer from the desk, for the company if ``official``; keeps one's claim.

    With the same ``submission_key`` a second press finishes what the first began.

    Raises:
        NotFound, NotAllowed or Refused, as ``forum.threads.actions.post_answer``.
    """
    _check_works_here(actor)
    post = threads.post_answer(actor, thread_id, source, submission_key=submission_key)
    if official:
        threads.mark(actor, post.id, MarkKind.OFFICIAL)
    _renew_if_own(actor, thread_id)
    return post


@transactional
def _renew_if_own(actor: User, thread_id: int) -> None:
    _keep_claim(actor, thread_id)


def _keep_claim(actor: User, thread_id: int) -> None:
    held = _held(thread_id)
    if held is not None and policy.holds(actor, held):
        held.expires_at = clock.now() + CLAIM_LASTS


def _workable(actor: User, thread_id: int) -> Thread:
    _check_works_here(actor)
    thread = locked(Thread, thread_id)
    ensure_visible(actor, thread)
    return thread


def _check_works_here(actor: User) -> None:
    if not policy.can_work(actor):
        raise NotFound()


def _held(thread_id: int) -> Claim | None:
    return db.session.scalar(
        select(Claim)
        .where(Claim.thread_id == thread_id, Claim.released_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _taken(held: Claim) -> Refused:
    holder = db.session.get_one(User, held.user_id)
    return Refused(
        _(
            "%(name)s has claimed this thread until %(time)s.",
            name=holder.name,
            time=wording.time_of_day(held.expires_at),
        ),
        _("Take another one; it comes free by itself if nothing happens."),
    )
