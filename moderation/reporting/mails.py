"""The report of a month as a mail: figures and titles; quotes stand on the page alone.

A mail cannot be taken back, and what somebody wrote may have to be.
"""

from collections.abc import Sequence

from flask import render_template
from flask_babel import gettext as _
from sqlalchemy import or_, select

from forum.accounts.models import User
from forum.core import i18n, outbox, settings
from forum.core.db import db, transactional
from forum.core.outbox import Mail, OutboxMail
from forum.core.pages import absolute, path_to
from forum.core.permissions import STAFF, Role
from forum.threads.states import thread_url
from moderation.measures.pages import deed_names
from moderation.reporting import wording
from moderation.reporting.months import Month
from moderation.reporting.report import report
from moderation.teams.models import Team, TeamMember

KEYS = "monthly-report:"  # how the dedupe key of every such mail begins


def still_to_send(month: Month) -> Sequence[User]:
    """Admins, lead reps and leads of teams who want mail and have not got this month's yet."""
    leads = (
        select(TeamMember.user_id)
        .join(Team, Team.id == TeamMember.team_id)
        .where(TeamMember.is_lead, Team.retired_at.is_(None))
    )
    readers = db.session.scalars(
        select(User)
        .where(
            User.role.in_(STAFF),
            or_(User.role.in_((Role.ADMIN, Role.MODERATOR)), User.id.in_(leads)),
            User.active.is_(True),
            User.deleted_at.is_(None),
            User.wants_mail.is_(True),
            User.email.is_not(None),
        )
        .order_by(User.id)
    ).all()
    keys = {_key(month, reader): reader for reader in readers}
    known = set(
        db.session.scalars(
            select(OutboxMail.dedupe_key).where(OutboxMail.dedupe_key.in_(list(keys)))
        )
    )
    return [reader for key, reader in keys.items() if key not in known]


def letter(reader: User, month: Month) -> Mail | None:
    """The report as this reader may see it; None where nothing happened."""
    with i18n.in_language(reader.language or i18n.DEFAULT_LANGUAGE):
        found = report(reader, month)
        if not found.says_anything:
            return None
        name = wording.month_name(month)
        title = _("How %(month)s went", month=name)
        words = {
            "report": found,
            "title": title,
            "words": wording,
            "deeds": deed_names(),
            "url_of": lambda thread: absolute(thread_url(thread)),
            "url": absolute(path_to("desk.reporting.index", month=str(month))),
            "settings_url": absolute(path_to("accounts.settings")),
        }
        return Mail(
            dedupe_key=_key(month, reader),
            recipient=reader.email or "",
            subject=f"{settings.site_name()}: {title}",
            text=render_template("email/report/text.txt", **words),
            html=render_template("email/report/page.html", **words),
            user_id=reader.id,
        )


@transactional
def put(mails: Sequence[Mail]) -> None:
    """Into the outbox; what lies there already stays as it is."""
    outbox.queue_mails(mails)


def _key(month: Month, reader: User) -> str:
    return f"{KEYS}{month}:{reader.id}"
