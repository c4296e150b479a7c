"""Being out of office: from day to day, and who takes over."""

from datetime import date

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotFound, Refused
from moderation.audit.log import record
from moderation.handling import policy
from moderation.handling.models import Absence


@transactional
def go_away(
    actor: User, first_day: date, last_day: date, deputy_id: int | None, today: date
) -> Absence:
    """Say when one is out of office; what one is assigned then goes to the deputy.

    Raises:
        NotFound: no desk for this person.
        Refused: the days are past or in the wrong order, or the deputy cannot stand in.
    """
    if not policy.works_here(actor):
        raise NotFound()
    if last_day < first_day:
        raise Refused(_("The last day is before the first."), _("Turn the two around."))
    if last_day < today:
        raise Refused(_("These days are past."), _("Choose days to come."))
    if deputy_id is not None:
        _ensure_stands_in(actor, deputy_id, first_day, last_day)
    locked(User, actor.id)
    row = db.session.get(Absence, actor.id, populate_existing=True)
    before = _days(row)
    if row is None:
        row = Absence(user_id=actor.id)
        db.session.add(row)
    row.first_day, row.last_day, row.deputy_id = first_day, last_day, deputy_id
    row.updated_at = clock.now()
    db.session.flush()
    record(actor.id, "absence", "user", actor.id, before=before, after=_days(row))
    return row


@transactional
def return_to_work(actor: User) -> None:
    """One is there again, or will be after all; where one was not away, nothing changes."""
    if not policy.works_here(actor):
        raise NotFound()
    row = db.session.get(Absence, actor.id, populate_existing=True)
    if row is not None:
        record(actor.id, "absence", "user", actor.id, before=_days(row))
        db.session.delete(row)


def _ensure_stands_in(actor: User, deputy_id: int, first_day: date, last_day: date) -> None:
    deputy = db.session.get(User, deputy_id)
    if deputy is None:
        raise NotFound()
    if deputy.id == actor.id:
        raise Refused(_("You cannot stand in for yourself."), _("Choose somebody else."))
    if not policy.may_sign_in(deputy) or not policy.works_here(deputy):
        raise Refused(
            _("%(name)s does not work on the desk.", name=deputy.name),
            _("Choose somebody else."),
        )
    theirs = db.session.get(Absence, deputy.id, populate_existing=True)
    if theirs is not None and theirs.first_day <= last_day and first_day <= theirs.last_day:
        raise Refused(
            _("%(name)s is out of office too in these days.", name=deputy.name),
            _("Choose somebody else."),
        )


def _days(row: Absence | None) -> str:
    return f"{row.first_day.isoformat()}/{row.last_day.isoformat()}" if row is not None else ""
