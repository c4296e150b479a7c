"""Taking a thread for a while, so that two people do not write the same answer."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotFound, Refused
from forum.core.events import publish
from forum.threads.models import Thread
from forum.threads.queries import ensure_visible
from moderation.handling.actions import hear_from
from moderation.watchlist import policy, wording
from moderation.watchlist.events import ClaimReleased, ThreadClaimed
from moderation.watchlist.models import Claim

CLAIM_LASTS = timedelta(minutes=20)  # long enough to read and write; forgotten ones free themselves


@transactional
def claim(actor: User, thread_id: int) -> Claim:
    """Take a thread for ``CLAIM_LASTS``; one's own claim begins anew.

    Raises:
        NotFound: no such thread, or no desk, for this person.
        Refused: somebody else is on it; says who, and until when.
    """
    thread = workable(actor, thread_id)
    now = clock.now()
    hear_from(actor.id, thread.id)
    held = held_claim(thread.id)
    over_from_id = None
    if held is not None:
        if policy.keeps_out(actor, held, now):
            raise taken(held)
        if policy.holds(actor, held):
            held.expires_at = now + CLAIM_LASTS
            return held
        over_from_id = held.user_id
        held.released_at = held.expires_at
        db.session.flush()
    made = Claim(
        thread_id=thread.id, user_id=actor.id, claimed_at=now, expires_at=now + CLAIM_LASTS
    )
    db.session.add(made)
    db.session.flush()
    publish(ThreadClaimed(thread.id, actor.id, over_from_id))
    return made


@transactional
def renew(actor: User, thread_id: int) -> Claim:
    """Keep one's claim while still at work, also just after it ran out.

    Raises:
        NotFound: no such thread, or no desk, for this person.
        Refused: it is somebody else's by now, or was given back.
    """
    thread = workable(actor, thread_id)
    held = held_claim(thread.id)
    if held is not None and policy.keeps_out(actor, held, clock.now()):
        raise taken(held)
    if held is None or not policy.holds(actor, held):
        raise Refused(_("You have not claimed this thread."), _("Claim it first."))
    held.expires_at = clock.now() + CLAIM_LASTS
    hear_from(actor.id, thread.id)
    return held


@transactional
def release(actor: User, thread_id: int) -> None:
    """Give a thread back. Where the claim is not one's own, nothing changes."""
    thread = workable(actor, thread_id)
    held = held_claim(thread.id)
    if held is not None and policy.holds(actor, held):
        held.released_at = min(clock.now(), held.expires_at)
        publish(ClaimReleased(thread.id, actor.id))


def keep_at_work(actor: User, thread_id: int) -> None:
    """Whoever did something about a thread keeps their claim, and is not silent."""
    held = held_claim(thread_id)
    if held is not None and policy.holds(actor, held):
        held.expires_at = clock.now() + CLAIM_LASTS
    hear_from(actor.id, thread_id)


def workable(actor: User, thread_id: int) -> Thread:
    """The thread, locked, for somebody who works here; raises NotFound for everybody else."""
    check_works_here(actor)
    thread = locked(Thread, thread_id)
    ensure_visible(actor, thread)
    return thread


def check_works_here(actor: User) -> None:
    """Let only whoever works on the desk go on; raises NotFound."""
    if not policy.can_work(actor):
        raise NotFound()


def held_claim(thread_id: int) -> Claim | None:
    """The claim that nobody gave back, run out or not, locked."""
    return db.session.scalar(
        select(Claim)
        .where(Claim.thread_id == thread_id, Claim.released_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def taken(held: Claim) -> Refused:
    """That somebody else is on it, by name and time."""
    holder = db.session.get_one(User, held.user_id)
    return Refused(
        _(
            "%(name)s has claimed this thread until %(time)s.",
            name=holder.name,
            time=wording.time_of_day(held.expires_at),
        ),
        _("Take another one; it comes free by itself if nothing happens."),
    )
