"""What became of a thread, in the language of the request."""

from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from moderation.handling.models import AssignmentEnd, SnoozeEnd
from moderation.handling.queries import Turn


def day(value: date) -> str:
    """A day: "3 Dec 2026"."""
    return str(format_date(value, "medium", rebase=False))


def told(turn: Turn, until: str) -> str:
    """What began: who gave the thread to whom, or who let it rest until when."""
    by, who = _shown(turn.by), _shown(turn.who)
    if turn.until is not None:
        return str(_("%(name)s snoozed it until %(time)s", name=who, time=until))
    if turn.is_stand_in:
        return str(_("Handed over to %(name)s, who stands in", name=who))
    if turn.is_own:
        return str(_("%(name)s took it", name=who))
    return str(_("%(by)s assigned it to %(name)s", by=by, name=who))


def why_over(turn: Turn) -> str:
    """Why it is over; empty where another line says it."""
    who, by = _shown(turn.who), _shown(turn.ended_by)
    words: dict[str, str] = {
        AssignmentEnd.TAKEN_OFF: _("%(by)s took it off %(name)s", by=by, name=who),
        AssignmentEnd.SILENT: _(
            "Back in the queue: nothing from %(name)s for a business day", name=who
        ),
        AssignmentEnd.AWAY: _("Back in the queue: %(name)s is out of office", name=who),
        AssignmentEnd.LEFT: _("Back in the queue: %(name)s no longer works here", name=who),
        AssignmentEnd.TEAM_GONE: _("Back in the queue: the team %(name)s was given up", name=who),
        SnoozeEnd.DUE: _("Back from its rest: the time came"),
        SnoozeEnd.REPLY: _("Back from its rest: somebody replied"),
        SnoozeEnd.WOKEN: _("%(name)s brought it back", name=by),
    }
    return words.get(turn.end or "", "")


def _shown(name: str) -> str:
    return name or str(_("Former member"))
