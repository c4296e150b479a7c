"""Announcements in words."""

from datetime import datetime

from flask_babel import format_datetime
from flask_babel import gettext as _

from forum.announcements.models import Announcement, AnnouncementKind

_PATTERN = "d MMM y, HH:mm"


def kind_name(kind: str) -> str:
    """What is announced, in a word or two."""
    words: dict[str, str] = {
        AnnouncementKind.INCIDENT: _("Incident"),
        AnnouncementKind.PLANNED: _("Planned work"),
        AnnouncementKind.RELEASE: _("Release"),
        AnnouncementKind.NEWS: _("News"),
    }
    return words[kind]


def when(announcement: Announcement, now: datetime) -> str:
    """When it is, was, or is expected to end; nothing where no time was given."""
    start, end = announcement.starts_at, announcement.closed_at or announcement.ends_at
    expected = announcement.expected_at
    if expected is not None and announcement.closed_at is None and start is not None:
        return str(
            _(
                "Since %(start)s, expected to end %(end)s",
                start=_moment(start),
                end=_moment(expected),
            )
        )
    if announcement.closed_at is not None and start is None:
        return str(_("Over since %(end)s", end=_moment(announcement.closed_at)))
    if start is not None and end is not None:
        return _between(start, end)
    if start is not None:
        since = start <= now
        text = _("Since %(start)s") if since else _("Begins %(start)s")
        return str(text % {"start": _moment(start)})
    if end is None:
        return ""
    if end <= now:
        return str(_("Over since %(end)s", end=_moment(end)))
    return str(_("Expected to end %(end)s", end=_moment(end)))


def _between(start: datetime, end: datetime) -> str:
    same_day = start.date() == end.date()
    last = format_datetime(end, "HH:mm" if same_day else _PATTERN, rebase=False)
    first = format_datetime(start, _PATTERN, rebase=False)
    if same_day:
        return str(_("%(start)s to %(end)s UTC", start=first, end=last))
    return str(_("From %(start)s to %(end)s UTC", start=first, end=last))


def since(moment: datetime) -> str:
    """When it began."""
    return str(_("Since %(start)s", start=_moment(moment)))


def expected_end(moment: datetime | None, now: datetime) -> str:
    """When it is expected to be over; nothing where nobody knows, or the time has passed."""
    if moment is None or moment <= now:
        return ""
    return str(_("Expected to end %(end)s", end=_moment(moment)))


def next_news(moment: datetime | None, now: datetime) -> str:
    """When more is said at the latest; nothing where nobody promised, or the time has passed."""
    if moment is None or moment <= now:
        return ""
    return str(_("Next update by %(time)s", time=_moment(moment)))


def _moment(moment: datetime) -> str:
    return str(_("%(time)s UTC", time=format_datetime(moment, _PATTERN, rebase=False)))
