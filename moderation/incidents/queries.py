"""What may be an incident, what is one, and what else is about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from forum.announcements.models import (
    Announcement,
    AnnouncementKind,
    AnnouncementThread,
    AnnouncementUpdate,
)
from forum.announcements.queries import updates_of
from forum.categories.models import Category
from forum.categories.queries import audiences_of
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.permissions import Actor
from forum.finding.clusters import OPEN
from forum.finding.models import ClusterMember
from forum.threads.models import Thread
from forum.threads.queries import visible_to as visible_threads
from moderation.desk.figures import register_figure
from moderation.incidents import policy
from moderation.incidents.models import IncidentProposal

PAST_MAX = 20
OFFERED_MAX = 20
SHOWN_MAX = 100  # of an incident's threads; the number beside the heading says how many there are


@dataclass(frozen=True, slots=True)
class Overview:
    """The page of all incidents."""

    proposed: Sequence[IncidentProposal]
    running: Sequence[Announcement]
    past: Sequence[Announcement]
    threads: dict[int, int]  # by incident how many threads are about it


@dataclass(frozen=True, slots=True)
class Attached:
    """A thread that is about an incident."""

    thread: Thread
    is_main: bool


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """One incident: what was told, its threads, and what else asks the same."""

    row: Announcement
    updates: Sequence[AnnouncementUpdate]
    attached: Sequence[Attached]
    offered: Sequence[Thread]


def visible_to(viewer: Actor) -> Select[Announcement]:
    """Every incident that was not taken back, for those who run them.

    Raises:
        NotFound: for everybody else, as if there were none.
    """
    if not policy.can_run(viewer):
        raise NotFound()
    return (
        select(Announcement)
        .options(joinedload(Announcement.category), joinedload(Announcement.author))
        .where(Announcement.kind == AnnouncementKind.INCIDENT, Announcement.withdrawn_at.is_(None))
    )


# how many proposals wait for a word; every page of the desk shows it
proposed_count = register_figure(
    "incidents",
    lambda viewer: _proposed(viewer).with_only_columns(func.count(), maintain_column_froms=True),
)


def waiting_count(viewer: Actor) -> int | None:
    """The same for the list of queues, where no figure stands while nothing waits."""
    return proposed_count(viewer) or None


def proposed(viewer: Actor) -> Sequence[IncidentProposal]:
    """What waits for a word, the most reported first."""
    reports = IncidentProposal.asked + IncidentProposal.same + IncidentProposal.searched
    return db.session.scalars(
        _proposed(viewer).order_by(reports.desc(), IncidentProposal.id).limit(PAST_MAX)
    ).all()


def get_proposal(proposal_id: int, viewer: Actor) -> IncidentProposal:
    """One of them; raises NotFound."""
    row = db.session.scalar(_proposed(viewer).where(IncidentProposal.id == proposal_id))
    if row is None:
        raise NotFound()
    return row


def _proposed(viewer: Actor) -> Select[IncidentProposal]:
    if not policy.can_run(viewer):
        raise NotFound()
    return (
        select(IncidentProposal)
        .join(IncidentProposal.thread)
        .join(Category, Category.id == Thread.category_id)
        .options(contains_eager(IncidentProposal.thread))
        .where(IncidentProposal.decision.is_(None), Category.audience.in_(audiences_of(viewer)))
    )


def overview(viewer: Actor) -> Overview:
    """Proposals, what runs, and what is over; four statements."""
    waiting = proposed(viewer)
    newest = (Announcement.published_at.desc(), Announcement.id.desc())
    runs = db.session.scalars(
        visible_to(viewer).where(Announcement.closed_at.is_(None)).order_by(*newest).limit(PAST_MAX)
    ).all()
    over = db.session.scalars(
        visible_to(viewer)
        .where(Announcement.closed_at.is_not(None))
        .order_by(Announcement.closed_at.desc(), Announcement.id.desc())
        .limit(PAST_MAX)
    ).all()
    counted = db.session.execute(
        select(AnnouncementThread.announcement_id, func.count())
        .where(
            AnnouncementThread.announcement_id.in_([row.id for row in (*runs, *over)]),
            AnnouncementThread.detached_at.is_(None),
        )
        .group_by(AnnouncementThread.announcement_id)
    )
    return Overview(waiting, runs, over, {row[0]: row[1] for row in counted})


def incident_page(announcement_id: int, viewer: Actor) -> IncidentPage:
    """One incident; four statements. Raises NotFound."""
    row = db.session.scalar(visible_to(viewer).where(Announcement.id == announcement_id))
    if row is None:
        raise NotFound()
    held = db.session.execute(
        visible_threads(viewer)
        .join(AnnouncementThread, AnnouncementThread.thread_id == Thread.id)
        .where(
            AnnouncementThread.announcement_id == row.id, AnnouncementThread.detached_at.is_(None)
        )
        .add_columns(AnnouncementThread.is_main)
        .order_by(AnnouncementThread.is_main.desc(), Thread.same_count.desc(), Thread.id)
        .limit(SHOWN_MAX)
    )
    attached = [Attached(thread, is_main) for thread, is_main in held]
    offered = _offered(row.id, viewer) if row.closed_at is None else []
    return IncidentPage(row, updates_of(row.id), attached, offered)


def mates_of(thread_id: int, viewer: Actor) -> Sequence[Thread]:
    """The open threads that ask the same as one, itself included, most people first."""
    cluster_id = (
        select(ClusterMember.cluster_id)
        .where(ClusterMember.thread_id == thread_id)
        .scalar_subquery()
    )
    mates = select(ClusterMember.thread_id).where(ClusterMember.cluster_id == cluster_id)
    return db.session.scalars(
        _open(viewer)
        .where((Thread.id == thread_id) | Thread.id.in_(mates))
        .order_by(Thread.same_count.desc(), Thread.id)
        .limit(SHOWN_MAX)
    ).all()


def _offered(announcement_id: int, viewer: Actor) -> Sequence[Thread]:
    """Open threads that ask the same as its threads, and that nobody put in or out so far."""
    ours, theirs = aliased(ClusterMember), aliased(ClusterMember)
    held = select(AnnouncementThread.thread_id).where(
        AnnouncementThread.announcement_id == announcement_id
    )
    alike = (
        select(theirs.thread_id)
        .join(ours, ours.cluster_id == theirs.cluster_id)
        .join(AnnouncementThread, AnnouncementThread.thread_id == ours.thread_id)
        .where(
            AnnouncementThread.announcement_id == announcement_id,
            AnnouncementThread.detached_at.is_(None),
        )
    )
    return db.session.scalars(
        _open(viewer)
        .where(Thread.id.in_(alike), Thread.id.not_in(held))
        .order_by(Thread.created_at.desc(), Thread.id.desc())
        .limit(OFFERED_MAX)
    ).all()


def _open(viewer: Actor) -> Select[Thread]:
    return visible_threads(viewer).where(
        Thread.status.in_(OPEN),
        Thread.locked_at.is_(None),
        Thread.deleted_at.is_(None),
        Thread.hidden_at.is_(None),
    )
