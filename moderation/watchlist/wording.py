"""What the desk says about a thread, in the language of the request: why it is here, how long."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import format_datetime, format_time, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.threads.models import Severity, Thread, ThreadStatus
from moderation.teams.words import severity_name as severity_name
from moderation.watchlist.business_time import zone
from moderation.watchlist.clocks import PAUSED, StartCause, StopReason
from moderation.watchlist.filters import Age, Claimed, Sort
from moderation.watchlist.models import ThreadClock
from moderation.watchlist.queues import Band, QueueName

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MINUS = "\u2212"
DOT = "\u00a0·\u00a0"  # neither begins nor ends a line


_QUEUES: Mapping[QueueName, Any] = {
    QueueName.NEXT: _l("Next"),
    QueueName.UNANSWERED: _l("Unanswered"),
    QueueName.OVERDUE: _l("Overdue"),
    QueueName.DUE_SOON: _l("Due today"),
    QueueName.REOPENED: _l("Didn't help"),
    QueueName.NEEDS_INFO: _l("Needs details"),
    QueueName.MINE: _l("Mine"),
    QueueName.TEAM: _l("My team's"),
    QueueName.SNOOZED: _l("Snoozed"),
    QueueName.OPEN: _l("Everything open"),
}


def queue_name(name: QueueName) -> str:
    """The heading of a queue."""
    return str(_QUEUES[name])


_BANDS: Mapping[Band, Any] = {
    Band.OVERDUE: _l("Overdue"),
    Band.WITHIN_HOUR: _l("Due within an hour"),
    Band.TODAY: _l("Due today"),
    Band.LATER: _l("Later"),
    Band.NO_CLOCK: _l("Without a clock"),
}


def band_name(band: Band) -> str:
    """The heading of a group in a queue."""
    return str(_BANDS[band])


def age_name(age: Age) -> str:
    """Asked longer ago than."""
    return str(ngettext("Older than %(num)s day", "Older than %(num)s days", age.delta // DAY))


_CLAIMED: Mapping[Claimed, Any] = {
    Claimed.NO: _l("Nobody is on it"),
    Claimed.YES: _l("Claimed"),
    Claimed.MINE: _l("Claimed by me"),
}


def claimed_name(claimed: Claimed) -> str:
    """Whether somebody is on it."""
    return str(_CLAIMED[claimed])


_SORTS: Mapping[Sort, Any] = {
    Sort.URGENCY: _l("Most urgent first"),
    Sort.DUE: _l("Due first"),
    Sort.REACH: _l("Most people first"),
    Sort.NEWEST: _l("Newest first"),
    Sort.OLDEST: _l("Oldest first"),
}


def sort_name(sort: Sort) -> str:
    """What stands first."""
    return str(_SORTS[sort])


def standing(thread: Thread, clock: ThreadClock | None) -> str:
    """What happened last, as far as it says why the thread is here."""
    if thread.status is ThreadStatus.NEEDS_INFO:
        return str(_("waits for details"))
    if clock is not None and clock.stopped_at is None:
        if clock.cause is StartCause.REOPENED:
            return str(_("the answer did not help"))
        if clock.cause is StartCause.TOLD:
            return str(_("the details came"))
    if clock is not None and clock.stop_reason is StopReason.INCIDENT:
        return str(_("part of an incident"))
    if thread.status is ThreadStatus.WAITING:
        return str(_("nobody answered"))
    if thread.status is ThreadStatus.ANSWERED:
        if thread.staff_answered_at is not None:
            return str(_("the team answered, not confirmed yet"))
        return str(_("a member answered, nobody confirmed"))
    return str(_("settled"))


def handled(assignee: str, rests_until: datetime | None) -> list[str]:
    """Whose it is to answer, and until when it rests."""
    said = [str(_("for %(name)s", name=assignee))] if assignee else []
    if rests_until is not None:
        said.append(str(_("snoozed until %(time)s", time=due_text(rests_until))))
    return said


def reason(
    thread: Thread, clock: ThreadClock | None, category: str, handled: Sequence[str] = ()
) -> str:
    """Why a row is there, in one line: what is unusual about it comes first."""
    parts = [*handled]
    if thread.severity is not Severity.MINOR:
        parts.append(severity_name(thread.severity))
    parts.append(standing(thread, clock))
    if thread.same_count:
        parts.append(ngettext("%(num)s has this too", "%(num)s have this too", thread.same_count))
    parts.append(category)
    return DOT.join([parts[0][:1].upper() + parts[0][1:], *parts[1:]])


def waits_for(clock: ThreadClock) -> str:
    """What is due when the clock runs out; that it is paused; nothing where it stopped."""
    if clock.stopped_at is not None:
        return str(_("paused")) if clock.stop_reason in PAUSED else ""
    if clock.first_stopped_at is not None:
        return str(_("solution"))
    if clock.deferred_at is not None:
        return str(_("to check"))
    is_first = clock.cause is not StartCause.REOPENED
    return str(_("first reply") if is_first else _("next reply"))


def due_later(clock: ThreadClock, now: datetime) -> str:
    """The solution, while the first answer is what waits."""
    if clock.stopped_at is not None or clock.first_stopped_at is not None:
        return ""
    return str(_("solution %(time)s", time=time_left(clock.resolution_due_at, now)))


def time_left(due_at: datetime, now: datetime) -> str:
    """How long until something is due; with a minus, for how long it has been overdue."""
    left = due_at - now
    return f"{MINUS}{span(-left)}" if left < timedelta(0) else span(left)


def span(length: timedelta) -> str:
    """A length of time in figures: "38 min", "1 h 05", "3 d"."""
    minutes = length // timedelta(minutes=1)
    if length < HOUR:
        return str(_("%(minutes)s min", minutes=minutes))
    if length < DAY:
        return str(_("%(hours)s h %(minutes)s", hours=minutes // 60, minutes=f"{minutes % 60:02}"))
    return str(_("%(days)s d", days=length // DAY))


_STOPPED: Mapping[StopReason, Any] = {
    StopReason.ANSWERED: _l("The team has answered"),
    StopReason.CONFIRMED: _l("An answer was confirmed"),
    StopReason.NEEDS_INFO: _l("Waits for the asker"),
    StopReason.INCIDENT: _l("Part of an incident"),
    StopReason.SILENT: _l("The asker said no more"),
    StopReason.ELSEWHERE: _l("Answered elsewhere"),
    StopReason.CLOSED: _l("Locked"),
    StopReason.GONE: _l("Removed"),
}


def stopped(reason: StopReason) -> str:
    """Why a clock stands still."""
    return str(_STOPPED[reason])


def time_of_day(moment: datetime) -> str:
    """The hour where the team works."""
    return str(format_time(moment.astimezone(zone()), "short", rebase=False))


def due_text(moment: datetime) -> str:
    """Day and hour where the team works."""
    return str(format_datetime(moment.astimezone(zone()), "EEE d MMM, HH:mm", rebase=False))
