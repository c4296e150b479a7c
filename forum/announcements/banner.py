"""The one line on top of pages: which announcement it is, and who has put it away.

Who does not want to see one any more has its key in a cookie, so that pages kept for visitors need
no row and no session for it. An update makes another key: news about the same matter shows again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import request

from forum.announcements.models import Announcement, AnnouncementKind
from forum.announcements.policy import deserves_banner, reaches
from forum.announcements.queries import Running, running
from forum.categories.queries import audiences_of
from forum.core import clock
from forum.core.i18n import language
from forum.core.permissions import Actor

SEEN_COOKIE = "seen"
SEEN_MAX = 8  # only what still runs matters
KEY_MAX_CHARS = 24
_ORDER = list(AnnouncementKind)


@dataclass(frozen=True, slots=True)
class Banner:
    """What the line says."""

    id: int
    kind: str
    title: str
    key: str
    starts_at: datetime | None
    ends_at: datetime | None
    others: int  # more that run for this reader


def key_of(announcement: Announcement | Running) -> str:
    """What a reader puts away: this announcement as far as it goes now."""
    return f"{announcement.id}-{announcement.update_count}"


def seen_keys(cookie: str) -> list[str]:
    """The keys in a cookie, as far as they could be ours."""
    keys = [key for key in cookie.split(".") if len(key) <= KEY_MAX_CHARS]
    return [key for key in keys if key.replace("-", "").isdecimal()][-SEEN_MAX:]


def with_seen(cookie: str, announcement: Announcement) -> str:
    """The cookie once this announcement is put away too."""
    kept = [key for key in seen_keys(cookie) if not key.startswith(f"{announcement.id}-")]
    return ".".join([*kept, key_of(announcement)][-SEEN_MAX:])


def banner_for(viewer: Actor, about: str = "") -> Banner | None:
    """The most pressing announcement for this reader on this page, or None.

    Args:
        about: the id of the category the page is about, as text; empty where it is about none.
            What concerns one category shows on its pages only.
    """
    rows = running_for(viewer, about)
    seen = seen_keys(request.cookies.get(SEEN_COOKIE, ""))
    wanted = [row for row in rows if key_of(row) not in seen]
    if not wanted:
        return None
    first = wanted[0]
    return Banner(
        first.id,
        first.kind.value,
        first.title,
        key_of(first),
        first.starts_at,
        first.ends_at,
        len(wanted) - 1,
    )


def running_for(viewer: Actor, about: str | None) -> Sequence[Running]:
    """What deserves a banner for this reader, the most pressing first.

    ``about`` narrows it to what concerns such a page, as in ``banner_for``; None narrows nothing.
    """
    now, words = clock.now(), language()
    circles, audiences = reaches(viewer), audiences_of(viewer)
    rows = [
        row
        for row in running()
        if row.shows_banner
        and deserves_banner(row.kind, row.starts_at or row.published_at, row.ends_at, now)
        and row.reach in circles
        and row.language in {"", words}
        and (row.audience is None or row.audience in audiences)
        and _concerns(row, about)
    ]
    return sorted(rows, key=lambda row: _ORDER.index(row.kind))


def _concerns(row: Running, about: str | None) -> bool:
    return row.category_id is None or about is None or about == str(row.category_id)
