"""Reading announcements, always as far as the viewer may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from forum.accounts.current import VISITOR
from forum.announcements.models import (
    Announcement,
    AnnouncementKind,
    AnnouncementThread,
    AnnouncementUpdate,
    Reach,
)
from forum.announcements.policy import reaches
from forum.categories.models import Audience, Category
from forum.categories.queries import audiences_of
from forum.core import clock
from forum.core.briefly import Briefly
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.paging import Page, keyset, page_of
from forum.core.permissions import Actor
from forum.threads.models import Thread
from forum.threads.queries import visible_to as visible_threads

RUNNING_MAX = 50  # more than anyone would run at once
FEED_MAX = 30


@dataclass(frozen=True, slots=True)
class Running:
    """What a banner needs to know of an announcement, free of the session it was read in."""

    id: int
    kind: AnnouncementKind
    title: str
    reach: Reach
    language: str
    category_id: int | None
    audience: Audience | None  # of its category
    shows_banner: bool
    published_at: datetime
    starts_at: datetime | None
    ends_at: datetime | None
    update_count: int
    expected_at: datetime | None
    next_update_at: datetime | None
    thread_ids: tuple[int, ...]  # what is about it; where people write about it comes first


RUNNING: Briefly[Sequence[Running]] = Briefly("announcements.running", timedelta(minutes=1))


@dataclass(frozen=True, slots=True)
class AnnouncementPage:
    """One announcement with what was added to it, newest first."""

    announcement: Announcement
    updates: Sequence[AnnouncementUpdate]


def visible_to(viewer: Actor) -> Select[Announcement]:
    """Announcements the viewer may read, each with its category."""
    return (
        select(Announcement)
        .outerjoin(Announcement.category)
        .options(joinedload(Announcement.category), joinedload(Announcement.author))
        .where(
            Announcement.withdrawn_at.is_(None),
            Announcement.reach.in_(reaches(viewer)),
            _in_sight(viewer),
        )
    )


def _in_sight(viewer: Actor) -> ColumnElement[bool]:
    return or_(Announcement.category_id.is_(None), Category.audience.in_(audiences_of(viewer)))


def announcement_list(viewer: Actor, cursor: str | None) -> Page[Announcement]:
    """All of them, newest first; raises Invalid for a cursor that is not ours."""
    statement = keyset(visible_to(viewer), Announcement.published_at, Announcement.id, cursor)
    return page_of(db.session.scalars(statement).all(), "published_at")


def announcement_page(announcement_id: int, viewer: Actor) -> AnnouncementPage:
    """One announcement with its updates.

    Raises:
        NotFound: there is none, or not for this viewer.
    """
    found = db.session.scalar(visible_to(viewer).where(Announcement.id == announcement_id))
    if found is None:
        raise NotFound()
    return AnnouncementPage(found, updates_of(announcement_id))


def updates_of(announcement_id: int) -> Sequence[AnnouncementUpdate]:
    """What was added to an announcement that the caller may read, newest first."""
    return db.session.scalars(
        select(AnnouncementUpdate)
        .options(joinedload(AnnouncementUpdate.author))
        .where(AnnouncementUpdate.announcement_id == announcement_id)
        .order_by(AnnouncementUpdate.id.desc())
    ).all()


def latest(viewer: Actor, language: str, limit: int) -> Sequence[Announcement]:
    """The newest for readers of a language, for the front page."""
    return db.session.scalars(
        visible_to(viewer)
        .where(Announcement.language.in_(["", language]))
        .order_by(Announcement.published_at.desc(), Announcement.id.desc())
        .limit(limit)
    ).all()


def public_latest(limit: int = FEED_MAX) -> Sequence[Announcement]:
    """What everyone may read, the last changed first: for feeds and maps of the site."""
    return db.session.scalars(
        visible_to(VISITOR)
        .order_by(Announcement.updated_at.desc(), Announcement.id.desc())
        .limit(limit)
    ).all()


def running() -> Sequence[Running]:
    """Everything not over yet, whoever it is for; kept for a minute, for every page asks."""
    return RUNNING.get("all", _running)


def _running() -> Sequence[Running]:
    others = {"audience", "thread_ids"}
    columns = [getattr(Announcement, name) for name in Running.__slots__ if name not in others]
    rows = db.session.execute(
        select(*columns, Category.audience)
        .outerjoin(Announcement.category)
        .where(
            Announcement.withdrawn_at.is_(None),
            Announcement.closed_at.is_(None),
            or_(Announcement.ends_at.is_(None), Announcement.ends_at > clock.now()),
        )
        .order_by(Announcement.published_at.desc(), Announcement.id.desc())
        .limit(RUNNING_MAX)
    ).all()
    about = threads_of([row.id for row in rows]) if rows else {}
    return [
        Running(**row._mapping, thread_ids=tuple(one.thread_id for one in about.get(row.id, ())))
        for row in rows
    ]


def main_thread(announcement_id: int, viewer: Actor) -> Thread | None:
    """Where people write about it; None where there is none, or not for the viewer."""
    return db.session.scalar(
        visible_threads(viewer)
        .join(AnnouncementThread, AnnouncementThread.thread_id == Thread.id)
        .where(
            AnnouncementThread.announcement_id == announcement_id,
            AnnouncementThread.detached_at.is_(None),
            AnnouncementThread.is_main,
        )
        .limit(1)
    )


def threads_of(announcement_ids: Sequence[int]) -> dict[int, list[AnnouncementThread]]:
    """By announcement the threads that are about it, the main one first. Says nothing of who may.

    One statement.
    """
    found: dict[int, list[AnnouncementThread]] = {}
    for row in db.session.scalars(
        select(AnnouncementThread)
        .where(
            AnnouncementThread.announcement_id.in_(announcement_ids),
            AnnouncementThread.detached_at.is_(None),
        )
        .order_by(AnnouncementThread.is_main.desc(), AnnouncementThread.thread_id)
    ):
        found.setdefault(row.announcement_id, []).append(row)
    return found
