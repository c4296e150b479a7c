"""Announcements as those see them who write them: also what was taken back."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from forum.announcements.models import Announcement
from forum.announcements.policy import can_announce
from forum.announcements.queries import AnnouncementPage, updates_of
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.paging import Page, keyset, page_of
from forum.core.permissions import Actor


def visible_to(viewer: Actor) -> Select[Announcement]:
    """Every announcement, for whoever may write them; raises NotFound for everybody else."""
    if not can_announce(viewer):
        raise NotFound()
    return select(Announcement).options(
        joinedload(Announcement.category), joinedload(Announcement.author)
    )


def every(viewer: Actor, cursor: str | None) -> Page[Announcement]:
    """One page of them, newest first; raises Invalid for a cursor that is not ours."""
    paged = keyset(visible_to(viewer), Announcement.published_at, Announcement.id, cursor)
    return page_of(db.session.scalars(paged).all(), "published_at")


def one(announcement_id: int, viewer: Actor) -> AnnouncementPage:
    """One announcement with its updates; raises NotFound."""
    row = db.session.scalar(visible_to(viewer).where(Announcement.id == announcement_id))
    if row is None:
        raise NotFound()
    return AnnouncementPage(row, updates_of(announcement_id))
