"""Publishing an announcement, changing it, adding to it, taking it back."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.announcements.events import (
    AnnouncementEdited,
    AnnouncementPublished,
    AnnouncementUpdated,
    AnnouncementWithdrawn,
)
from forum.announcements.models import Announcement, AnnouncementKind, AnnouncementUpdate, Reach
from forum.announcements.policy import can_announce, can_report
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotAllowed, Refused
from forum.core.events import publish
from forum.core.markup import MARKUP_VERSION, render


@dataclass(frozen=True, slots=True)
class AnnouncementText:
    """What an announcement says, to whom, and when."""

    kind: AnnouncementKind
    title: str
    source: str
    reach: Reach = Reach.EVERYONE
    language: str = ""
    category_id: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    shows_banner: bool = True
    expected_at: datetime | None = None
    next_update_at: datetime | None = None


def announce(actor: User, text: AnnouncementText, tells_people: bool = False) -> Announcement:
    """Publish it at once; raises NotAllowed. Reps publish incidents, moderators everything."""
    return _announce(actor, text, render(text.source).html, tells_people)


@transactional
def _announce(actor: User, text: AnnouncementText, html: str, tells_people: bool) -> Announcement:
    if not can_report(actor, text.kind):
        raise NotAllowed()
    now = clock.now()
    row = Announcement(author_id=actor.id, published_at=now, updated_at=now)
    row.expected_at, row.next_update_at = text.expected_at, text.next_update_at
    _write(row, text, html)
    db.session.add(row)
    db.session.flush()
    publish(AnnouncementPublished(row.id, actor.id, tells_people))
    return row


def edit(actor: User, announcement_id: int, text: AnnouncementText) -> Announcement:
    """Let it say something else; raises NotFound, NotAllowed, Refused when it was taken back."""
    return _edit(actor, announcement_id, text, render(text.source).html)


@transactional
def _edit(actor: User, announcement_id: int, text: AnnouncementText, html: str) -> Announcement:
    row = _there(actor, announcement_id)
    _write(row, text, html)
    row.updated_at = clock.now()
    publish(AnnouncementEdited(row.id, actor.id))
    return row


def add_update(
    actor: User, announcement_id: int, source: str, closes: bool, tells_people: bool = False
) -> Announcement:
    """Say what became known; ``closes`` when the matter is over.

    Raises:
        NotFound, NotAllowed, Refused: it was taken back.
    """
    return _add_update(actor, announcement_id, source, render(source).html, closes, tells_people)


@transactional
def _add_update(
    actor: User, announcement_id: int, source: str, html: str, closes: bool, tells_people: bool
) -> Announcement:
    row = _there(actor, announcement_id, may_report=not closes)
    row.updated_at = clock.now()
    row.update_count += 1
    if closes:
        row.closed_at, row.closed_by_id = row.updated_at, actor.id
    db.session.add(
        AnnouncementUpdate(
            announcement_id=row.id,
            source=source,
            html=html,
            markup_version=MARKUP_VERSION,
            author_id=actor.id,
            created_at=row.updated_at,
        )
    )
    publish(AnnouncementUpdated(row.id, actor.id, closes, tells_people))
    return row


@transactional
def reopen(actor: User, announcement_id: int) -> Announcement:
    """It was not over after all; raises NotFound, NotAllowed, Refused."""
    row = _there(actor, announcement_id)
    if row.closed_at is None:
        raise Refused(_("It is not over yet."))
    row.closed_at = row.closed_by_id = None
    publish(AnnouncementEdited(row.id, actor.id))
    return row


@transactional
def withdraw(actor: User, announcement_id: int) -> Announcement:
    """Take it back: nobody reads it any more; raises NotFound, NotAllowed, Refused."""
    row = _there(actor, announcement_id)
    row.withdrawn_at, row.withdrawn_by_id = clock.now(), actor.id
    publish(AnnouncementWithdrawn(row.id, actor.id))
    return row


def _there(actor: User, announcement_id: int, may_report: bool = False) -> Announcement:
    row = locked(Announcement, announcement_id)
    if not (can_report(actor, row.kind) if may_report else can_announce(actor)):
        raise NotAllowed()
    if row.withdrawn_at is not None:
        raise Refused(_("This announcement was taken back."), _("Write a new one instead."))
    return row


def _write(row: Announcement, text: AnnouncementText, html: str) -> None:
    row.kind, row.title, row.reach = text.kind, text.title, text.reach
    row.source, row.html, row.markup_version = text.source, html, MARKUP_VERSION
    row.language, row.category_id = text.language, text.category_id
    row.starts_at, row.ends_at, row.shows_banner = text.starts_at, text.ends_at, text.shows_banner
