"""Beginning an incident, adding threads to it, telling what is known, and ending it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import User
from forum.announcements.events import ThreadAttached
from forum.announcements.listeners import path_of
from forum.announcements.models import (
    Announcement,
    AnnouncementKind,
    AnnouncementThread,
    Reach,
)
from forum.announcements.queries import threads_of
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotAllowed, NotFound, Refused
from forum.core.events import publish
from forum.notifications.actions import happened, told_otherwise
from forum.notifications.models import NotificationKind
from forum.threads import actions as threads
from forum.threads.models import Thread
from forum.threads.queries import ensure_visible
from moderation.announcing import actions as announcing
from moderation.announcing.actions import AnnouncementText
from moderation.audit.log import record
from moderation.incidents import policy
from moderation.incidents.models import Decision, IncidentProposal
from moderation.together.actions import settle_together


@dataclass(frozen=True, slots=True)
class IncidentText:
    """What is said of an incident when it begins."""

    title: str
    source: str
    starts_at: datetime
    expected_at: datetime | None = None
    next_update_at: datetime | None = None
    reach: Reach = Reach.EVERYONE
    language: str = ""


@transactional
def begin(
    actor: User,
    text: IncidentText,
    thread_ids: Sequence[int],
    main_id: int | None = None,
    new_in_id: int | None = None,
    proposal_id: int | None = None,
) -> Announcement:
    """Announce an incident with its threads; whoever has one of them is told.

    Args:
        thread_ids: what is about it.
        main_id: the one of them where people write about it.
        new_in_id: begin a new one for that, in this category, instead.
        proposal_id: what this answers.

    Raises:
        NotFound: not for this person, or no such thread.
        Refused: a thread is part of another incident, or the proposal was decided already.
    """
    _may(actor)
    proposal = _open_proposal(proposal_id) if proposal_id is not None else None
    if new_in_id is not None:
        question = threads.Question(title=text.title, source=text.source, category_id=new_in_id)
        main_id = threads.ask(actor, question).id
    ids = [*([main_id] if main_id is not None else []), *thread_ids]
    if not ids:
        raise Refused(_("An incident needs a question where people write about it."))
    with told_otherwise():  # it is told below, once its threads are known
        row = announcing.announce(
            actor,
            AnnouncementText(
                kind=AnnouncementKind.INCIDENT,
                title=text.title,
                source=text.source,
                reach=text.reach,
                language=text.language,
                starts_at=text.starts_at,
                expected_at=text.expected_at,
                next_update_at=text.next_update_at,
            ),
        )
    for position, thread_id in enumerate(dict.fromkeys(ids)):
        _attach(actor, row, thread_id, is_main=position == 0)
    place = (row.title, path_of(row.id))
    happened(NotificationKind.INCIDENT, actor.id, elsewhere=place)
    if proposal is not None:
        _decide(proposal, actor, Decision.ACCEPTED)
        proposal.announcement_id = row.id
    record(actor.id, "start-incident", "thread", ids[0], after=f"announcement {row.id}")
    return row


@transactional
def dismiss(actor: User, proposal_id: int) -> None:
    """It is no incident: nobody is asked about it again for a while.

    Raises:
        NotFound: not for this person, or no such proposal. Refused: it was decided already.
    """
    _may(actor)
    proposal = _open_proposal(proposal_id)
    _decide(proposal, actor, Decision.DISMISSED)
    record(actor.id, "dismiss-incident", "thread", proposal.thread_id)


@transactional
def attach(actor: User, announcement_id: int, thread_ids: Iterable[int]) -> None:
    """Say that these threads are about it: their clocks stand until it is over.

    Raises:
        NotFound: not for this person, or no such thread. Refused: it is over, or theirs is another.
    """
    row = _running(actor, announcement_id)
    for thread_id in dict.fromkeys(thread_ids):
        _attach(actor, row, thread_id)


@transactional
def detach(actor: User, announcement_id: int, thread_id: int) -> None:
    """It is about something else: its clock runs on.

    Raises:
        NotFound: not for this person, or it was not attached.
        Refused: it is over, or people write about it there.
    """
    row = _running(actor, announcement_id)
    held = _attachment(row.id, thread_id)
    if held is None or held.detached_at is not None:
        raise NotFound()
    if held.is_main:
        raise Refused(_("People write about the incident in this question, so it stays."))
    held.detached_at = clock.now()
    publish(ThreadAttached(row.id, thread_id, actor.id, attached=False))
    record(actor.id, "detach", "thread", thread_id, before=f"announcement {row.id}")


@transactional
def tell(
    actor: User,
    announcement_id: int,
    source: str,
    expected_at: datetime | None,
    next_update_at: datetime | None,
) -> Announcement:
    """Say what is known by now, to all who have it.

    Raises:
        NotFound: not for this person. Refused: it is over.
    """
    row = _running(actor, announcement_id)
    row.expected_at, row.next_update_at = expected_at, next_update_at
    db.session.flush()
    return announcing.add_update(actor, row.id, source, closes=False)


@transactional
def end(actor: User, announcement_id: int, source: str, settles: bool) -> Announcement:
    """It is over: all who have it are told, once.

    Args:
        source: how it ended.
        settles: this answers its threads; else their clocks run on.

    Raises:
        NotFound, NotAllowed: not theirs to end. Refused: it is over already.
    """
    row = _running(actor, announcement_id)
    if not policy.can_end(actor):
        raise NotAllowed()
    about = threads_of([row.id]).get(row.id, [])
    announcing.add_update(actor, row.id, source, closes=True)
    if settles and about:
        with told_otherwise():
            main, *others = [one.thread_id for one in about]
            settled = settle_together(actor, main, others, source)
        numbers = ", ".join(f"#{number}" for number in settled)
        record(actor.id, "end-incident", "announcement", row.id, after=numbers)
    return row


def _may(actor: User) -> None:
    if not policy.can_run(actor):
        raise NotFound()


def _running(actor: User, announcement_id: int) -> Announcement:
    _may(actor)
    row = locked(Announcement, announcement_id)
    if row.kind is not AnnouncementKind.INCIDENT or row.withdrawn_at is not None:
        raise NotFound()
    if row.closed_at is not None:
        raise Refused(_("This incident is over."), _("Begin a new one if it happens again."))
    return row


def _attach(actor: User, row: Announcement, thread_id: int, is_main: bool = False) -> None:
    thread = locked(Thread, thread_id)
    ensure_visible(actor, thread)
    if thread.is_gone or thread.merged_into_id is not None:
        raise NotFound()
    elsewhere = db.session.scalar(
        select(Announcement.title)
        .join(AnnouncementThread, AnnouncementThread.announcement_id == Announcement.id)
        .where(
            AnnouncementThread.thread_id == thread.id,
            AnnouncementThread.detached_at.is_(None),
            Announcement.id != row.id,
            Announcement.closed_at.is_(None),
            Announcement.withdrawn_at.is_(None),
        )
        .limit(1)
    )
    if elsewhere is not None:
        raise Refused(
            _(
                "“%(thread)s” is part of another incident: %(title)s.",
                thread=thread.title,
                title=elsewhere,
            ),
            _("Take it out there first."),
        )
    held = _attachment(row.id, thread.id)
    if held is not None and held.detached_at is None:
        return
    if held is None:
        held = AnnouncementThread(announcement_id=row.id, thread_id=thread.id)
        db.session.add(held)
    held.is_main, held.by_id = is_main, actor.id
    held.attached_at, held.detached_at = clock.now(), None
    db.session.flush()
    publish(ThreadAttached(row.id, thread.id, actor.id))
    record(actor.id, "attach", "thread", thread.id, after=f"announcement {row.id}")


def _attachment(announcement_id: int, thread_id: int) -> AnnouncementThread | None:
    return db.session.get(
        AnnouncementThread,
        (announcement_id, thread_id),
        populate_existing=True,
        with_for_update=True,
    )


def _open_proposal(proposal_id: int) -> IncidentProposal:
    proposal = locked(IncidentProposal, proposal_id)
    if proposal.decision is not None:
        raise Refused(_("Somebody decided about this already."))
    return proposal


def _decide(proposal: IncidentProposal, actor: User, decision: Decision) -> None:
    proposal.decision, proposal.decided_at = decision, clock.now()
    proposal.decided_by_id = actor.id
    db.session.flush()
