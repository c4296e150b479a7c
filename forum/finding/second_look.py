"""After posting: what the whole text looks like, and what is said of it.

A question is planned with the transaction that asks it and looked at by the sweep in ``looking``.
What was found is open until somebody says whether it is the same, or the question is linked,
solved or gone.
"""

from flask_babel import gettext as _
from sqlalchemy import select, update

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotAllowed, Refused
from forum.finding import duplicates, policy
from forum.finding.keys import thread_key
from forum.finding.models import LookVerdict, Outcome, SecondLook, ShownSuggestion
from forum.finding.shown import Showing, attach, write
from forum.threads.models import Thread
from forum.threads.queries import ensure_visible


@transactional
def plan(thread_id: int, ask_key: str) -> None:
    """Have a new question compared once more."""
    db.session.add(SecondLook(thread_id=thread_id, ask_key=ask_key, asked_at=clock.now()))


@transactional
def keep(thread_id: int, found: Showing | None) -> None:
    """Note what a look found, or that it found nothing; a second one changes nothing."""
    look = locked(SecondLook, thread_id)
    if look.looked_at is not None:
        return
    look.looked_at = clock.now()
    if found is not None:
        look.document_key = found.key
        write([found])
        attach(thread_id, found.ask_key)


@transactional
def confirm(actor: User, thread_id: int) -> None:
    """It is the same question: link it.

    Raises:
        NotFound, NotAllowed: not theirs to say. Refused: nothing was found, or it cannot be linked.
    """
    look = _open_look(actor, thread_id)
    key = look.document_key or ""
    if policy.can_link(actor, locked(Thread, thread_id)):
        duplicates.link(actor, thread_id, key)
    else:
        duplicates.link_own(actor, thread_id, key)


@transactional
def dismiss(actor: User, thread_id: int) -> str:
    """It is another question: nobody is asked again. Returns what it was compared with.

    Raises:
        NotFound, NotAllowed: not theirs to say. Refused: nothing was found.
    """
    look = _open_look(actor, thread_id)
    _settle(look, LookVerdict.DIFFERENT, actor.id)
    return look.document_key or ""


@transactional
def settle_linked(thread_id: int, target_key: str, actor_id: int) -> None:
    """The question was linked, to what was found or to something else."""
    look = _found(thread_id)
    if look is not None:
        same = look.document_key == target_key
        _settle(look, LookVerdict.SAME if same else LookVerdict.DIFFERENT, actor_id)


@transactional
def settle_merged(thread_id: int, into_id: int, actor_id: int) -> None:
    """The two are one question now: who was asked about them need not be any more."""
    for one, other in ((thread_id, into_id), (into_id, thread_id)):
        look = _found(one)
        if look is not None and look.document_key == thread_key(other):
            _settle(look, LookVerdict.SAME, actor_id)


@transactional
def settle_unlinked(thread_id: int, target_key: str, actor_id: int) -> None:
    """The link was taken back."""
    look = _found(thread_id)
    if look is not None and look.document_key == target_key:
        _settle(look, LookVerdict.DIFFERENT, actor_id)


def visit_of(thread_id: int) -> str:
    """Stands in the log for the visit to the ask page."""
    return thread_key(thread_id)


def _open_look(actor: User, thread_id: int) -> SecondLook:
    thread = locked(Thread, thread_id)
    ensure_visible(actor, thread)
    if not policy.can_unlink(actor, thread):
        raise NotAllowed()
    look = _found(thread_id)
    if look is None or look.verdict is not None:
        raise Refused(_("Nothing waits to be compared with this question."))
    return look


def _found(thread_id: int) -> SecondLook | None:
    return db.session.scalar(
        select(SecondLook)
        .where(SecondLook.thread_id == thread_id, SecondLook.document_key.is_not(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _settle(look: SecondLook, verdict: LookVerdict, by_id: int) -> None:
    look.verdict, look.said_at, look.said_by_id = verdict, clock.now(), by_id
    db.session.flush()
    if verdict is LookVerdict.DIFFERENT:
        db.session.execute(
            update(ShownSuggestion)
            .where(
                ShownSuggestion.ask_key == visit_of(look.thread_id),
                ShownSuggestion.document_key == look.document_key,
            )
            .values(outcome=Outcome.NO, said_at=look.said_at)
        )
