"""Whose announcement an announcement is. Pure: plain values in, an answer out."""

from datetime import datetime, timedelta

from forum.announcements.models import AnnouncementKind, Reach
from forum.core.permissions import Actor, Permission

# How long a banner stays where no end was given; an incident stays until somebody closes it.
BANNER_DAYS = {
    AnnouncementKind.PLANNED: 14,
    AnnouncementKind.RELEASE: 14,
    AnnouncementKind.NEWS: 7,
}


def can_announce(actor: Actor) -> bool:
    """Moderators and admins speak for the team."""
    return actor.can(Permission.ANNOUNCE)


def can_report(actor: Actor, kind: AnnouncementKind) -> bool:
    """Reps say that something is broken, and what is known of it, before a moderator is there."""
    begins = kind is AnnouncementKind.INCIDENT and actor.can(Permission.RUN_INCIDENT)
    return begins or can_announce(actor)


def reaches(actor: Actor) -> tuple[Reach, ...]:
    """The circles somebody belongs to."""
    if actor.is_staff:
        return tuple(Reach)
    if actor.can(Permission.ENDORSE):
        return (Reach.EVERYONE, Reach.MEMBERS, Reach.AMBASSADORS)
    return (Reach.EVERYONE, Reach.MEMBERS) if actor.is_authenticated else (Reach.EVERYONE,)


def deserves_banner(
    kind: AnnouncementKind, since: datetime, ends_at: datetime | None, now: datetime
) -> bool:
    """Whether what began at ``since`` is still worth a line on top of every page."""
    if ends_at is not None:
        return now < ends_at
    days = BANNER_DAYS.get(kind)
    return days is None or now - since < timedelta(days=days)
