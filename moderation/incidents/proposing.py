"""The sweep that sees that many report the same, and tells the team once."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from forum.accounts.models import User
from forum.announcements.models import Announcement, AnnouncementThread
from forum.core import clock, jobs, settings
from forum.core.db import db, transactional
from forum.core.pages import path_to
from forum.core.permissions import STAFF
from forum.finding.clusters import OPEN, cluster_of
from forum.finding.models import ClusterMember
from forum.notifications.actions import happened
from forum.notifications.audiences import finds_people
from forum.notifications.models import Happening, NotificationKind
from forum.threads.models import Thread
from moderation.desk import figures
from moderation.incidents.models import Decision, IncidentProposal
from moderation.incidents.policy import (
    LAPSES_AFTER,
    QUIET_AFTER_NO,
    Heap,
    heaps,
    is_enough,
    was_dealt_with,
)
from moderation.incidents.reports import reported_since


@jobs.sweep
def propose_incidents() -> None:
    """Whatever was reported often enough lately, and nobody decided about."""
    now, known = clock.now(), settings.current()
    since = now - timedelta(minutes=known.incident_minutes)
    reports = reported_since(since)
    if len(reports) >= known.incident_reports:
        found = heaps(reports, cluster_of(list({one.thread_id for one in reports})))
        for heap in found:
            if is_enough(heap, known.incident_reports):
                propose(heap, since)
    _let_lapse(now)


@transactional
def propose(heap: Heap, since: datetime) -> IncidentProposal | None:
    """Propose it once; while it waits for a word its figures follow. None where nothing is open.

    Args:
        since: what came to its end after this is not proposed again by what was before.
    """
    now = clock.now()
    waiting = db.session.scalars(
        select(IncidentProposal).where(IncidentProposal.decision.is_(None)).with_for_update()
    ).all()
    ours = next((row for row in waiting if was_dealt_with(heap, *_names(row))), None)
    if ours is not None:
        ours.asked, ours.same, ours.searched = heap.asked, heap.same, heap.searched
        ours.last_at = heap.last_at
        return ours
    if _is_known(heap, since, now):
        return None
    thread = _stands_for(heap)
    if thread is None:
        return None
    made = IncidentProposal(
        cluster_id=heap.cluster_id,
        thread_id=thread.id,
        asked=heap.asked,
        same=heap.same,
        searched=heap.searched,
        found_at=now,
        last_at=heap.last_at,
    )
    db.session.add(made)
    db.session.flush()
    figures.count_anew()
    place = (thread.title, path_to("desk.incidents.index"))
    happened(NotificationKind.INCIDENT_PROPOSED, None, thread_id=thread.id, elsewhere=place)
    return made


def _is_known(heap: Heap, since: datetime, now: datetime) -> bool:
    """Whether it was dismissed lately, is an incident already, or was one until just now."""
    dismissed = db.session.scalars(
        select(IncidentProposal).where(
            IncidentProposal.decision == Decision.DISMISSED,
            IncidentProposal.decided_at > now - QUIET_AFTER_NO,
        )
    )
    if any(was_dealt_with(heap, *_names(row)) for row in dismissed):
        return True
    part_of_one = (
        select(AnnouncementThread.thread_id)
        .join(Announcement, Announcement.id == AnnouncementThread.announcement_id)
        .where(
            AnnouncementThread.thread_id.in_(_all_of(heap)),
            AnnouncementThread.detached_at.is_(None),
            Announcement.withdrawn_at.is_(None),
            or_(Announcement.closed_at.is_(None), Announcement.closed_at > since),
        )
    )
    return db.session.scalar(part_of_one.limit(1)) is not None


def _names(row: IncidentProposal) -> tuple[list[int], list[int]]:
    """By which threads and clusters a decision is remembered."""
    return [row.thread_id], [row.cluster_id] if row.cluster_id is not None else []


def _all_of(heap: Heap) -> set[int]:
    """The threads that were reported, and the others that ask the same."""
    if heap.cluster_id is None:
        return set(heap.thread_ids)
    mates = select(ClusterMember.thread_id).where(ClusterMember.cluster_id == heap.cluster_id)
    return {*heap.thread_ids, *db.session.scalars(mates)}


def _stands_for(heap: Heap) -> Thread | None:
    """The open thread most people have."""
    return db.session.scalar(
        select(Thread)
        .where(
            Thread.id.in_(_all_of(heap)),
            Thread.status.in_(OPEN),
            Thread.locked_at.is_(None),
            Thread.deleted_at.is_(None),
            Thread.hidden_at.is_(None),
            Thread.merged_into_id.is_(None),
        )
        .order_by(Thread.same_count.desc(), Thread.id)
        .limit(1)
    )


@transactional
def _let_lapse(now: datetime) -> None:
    """What nobody took up, and nobody reports any more, is no question any more."""
    db.session.execute(
        update(IncidentProposal)
        .where(IncidentProposal.decision.is_(None), IncidentProposal.last_at < now - LAPSES_AFTER)
        .values(decision=Decision.LAPSED, decided_at=now)
        .execution_options(synchronize_session="fetch")
    )


@finds_people(NotificationKind.INCIDENT_PROPOSED)
def the_team(_happening: Happening) -> Iterable[int]:
    """Everybody who works here when it is told."""
    return db.session.scalars(select(User.id).where(User.role.in_(STAFF))).all()
