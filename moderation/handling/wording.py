"""What became of a thread, in the language of the request."""

from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from moderation.handling.models import Assignment, AssignmentEnd, Snooze, SnoozeEnd


def day(value: date) -> str:
    """A day: "3 Dec 2026"."""
    return str(format_date(value, "medium", rebase=False))


def given(row: Assignment) -> str:
    """Who gave the thread to whom."""
    if row.instead_of_id is not None:
        return str(_("Handed over to %(name)s: out of office", name=row.assignee.name))
    if row.assignee_id == row.by_id:
        return str(_("%(name)s took it", name=row.by.name))
    return str(_("%(by)s assigned it to %(name)s", by=row.by.name, name=row.assignee.name))


def taken(row: Assignment) -> str:
    """Why somebody has the thread no longer; empty where another line says it."""
    name = row.assignee.name
    words: dict[AssignmentEnd, str] = {
        AssignmentEnd.PASSED_ON: "",
        AssignmentEnd.TAKEN_OFF: _(
            "%(by)s took it off %(name)s", by=row.ended_by.name if row.ended_by else "", name=name
        ),
        AssignmentEnd.SILENT: _(
            "Back in the queue: %(name)s did nothing for a business day", name=name
        ),
        AssignmentEnd.AWAY: _("Back in the queue: %(name)s is out of office", name=name),
        AssignmentEnd.LEFT: _("Back in the queue: %(name)s no longer works here", name=name),
    }
    return words[row.end] if row.end is not None else ""


def rested(row: Snooze, until: str) -> str:
    """Who let it rest, and until when at most."""
    return str(_("%(name)s snoozed it until %(time)s", name=row.by.name, time=until))


def woke(row: Snooze) -> str:
    """Why it is back."""
    by = row.ended_by.name if row.ended_by else ""
    words: dict[SnoozeEnd, str] = {
        SnoozeEnd.DUE: _("Back from its rest: the time came"),
        SnoozeEnd.REPLY: _("Back from its rest: somebody replied"),
        SnoozeEnd.WOKEN: _("%(name)s brought it back", name=by),
    }
    return words[row.end] if row.end is not None else ""
