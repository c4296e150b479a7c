"""While an incident runs, the clocks of its threads stand; when it is over they run on."""

from sqlalchemy import select

from forum.announcements import events as announcements
from forum.announcements.models import Announcement, AnnouncementKind, AnnouncementThread
from forum.announcements.queries import threads_of
from forum.core import clock
from forum.core.db import db
from forum.core.events import listens_to, publish
from forum.threads.events import ThreadMerged
from moderation.desk import figures
from moderation.incidents import proposing
from moderation.watchlist.clocks import PauseReason
from moderation.watchlist.keeping import pause, resume

__all__ = ["proposing"]


@listens_to(announcements.ThreadAttached)
def stop_or_go(event: announcements.ThreadAttached) -> None:
    """One thread came or went."""
    row = db.session.get_one(Announcement, event.announcement_id)
    _keep(event.thread_id, event.attached and _is_running(row))


@listens_to(
    announcements.AnnouncementUpdated,
    announcements.AnnouncementEdited,
    announcements.AnnouncementWithdrawn,
)
def follow_the_incident(
    event: announcements.AnnouncementUpdated
    | announcements.AnnouncementEdited
    | announcements.AnnouncementWithdrawn,
) -> None:
    """It ended, or goes on after all: so do the clocks of all its threads."""
    row = db.session.get_one(Announcement, event.announcement_id)
    for one in threads_of([row.id]).get(row.id, []):
        _keep(one.thread_id, _is_running(row))
    figures.count_anew()


@listens_to(ThreadMerged)
def take_along(event: ThreadMerged) -> None:
    """What a thread of an incident became part of is about it, too."""
    rows = db.session.scalars(
        select(AnnouncementThread)
        .join(Announcement, Announcement.id == AnnouncementThread.announcement_id)
        .where(
            AnnouncementThread.thread_id == event.thread_id,
            AnnouncementThread.detached_at.is_(None),
            Announcement.closed_at.is_(None),
            Announcement.withdrawn_at.is_(None),
        )
    ).all()
    for row in rows:
        known = db.session.get(AnnouncementThread, (row.announcement_id, event.into_id))
        if known is None:
            known = AnnouncementThread(announcement_id=row.announcement_id, thread_id=event.into_id)
            known.is_main = False
            db.session.add(known)
        known.is_main = known.is_main or row.is_main
        known.by_id, known.attached_at, known.detached_at = event.actor_id, clock.now(), None
        row.is_main = False
        db.session.flush()
        publish(announcements.ThreadAttached(row.announcement_id, event.into_id, event.actor_id))


def _is_running(row: Announcement) -> bool:
    is_incident = row.kind is AnnouncementKind.INCIDENT
    return is_incident and row.closed_at is None and row.withdrawn_at is None


def _keep(thread_id: int, stands: bool) -> None:
    if stands:
        pause(thread_id, PauseReason.INCIDENT)
    else:
        resume(thread_id, PauseReason.INCIDENT)
