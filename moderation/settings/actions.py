"""Changing what the site is called and how it looks; every change is a row of the staff log."""

import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import gettext as _

from forum.accounts import User
from forum.core import settings, storage
from forum.core.db import transactional
from forum.core.errors import Degraded, NotAllowed
from forum.core.permissions import Permission
from moderation.audit.log import record
from moderation.settings.logo import CONTENT_TYPE, LOGO_BEGINS, draw_logo

logger = logging.getLogger(__name__)
THE_SITE = 1  # the log wants a number of what was acted on, and there is one site
LOGO_SAID_CHARS = 13
SAID_BY_THE_LOGO = {"logo_width", "logo_height"}


@dataclass(frozen=True, slots=True)
class SiteText:
    """What an admin types; empty means the default."""

    name: str
    tagline_en: str
    tagline_ru: str
    accent: str


def change_site(actor: User, text: SiteText) -> int:
    """Keep what differs; returns how many settings became another.

    Raises:
        NotAllowed: only admins may.
    """
    return _put(actor, asdict(text))


def hold_back(actor: User, percent: int) -> int:
    """Show so many of a hundred visits to the ask page no suggestions; 0 ends it.

    Raises:
        NotAllowed: only admins may.
    """
    return _put(actor, {"held_back_percent": percent})


def set_measures(actor: User, satisfaction_after_days: int, colleagues_shown: str) -> int:
    """When people are asked how it went, and whose work a rep sees in the figures.

    Raises:
        NotAllowed: only admins may.
    """
    return _put(
        actor,
        {
            "satisfaction_after_days": satisfaction_after_days,
            "colleagues_shown": colleagues_shown,
        },
    )


def watch_for_incidents(actor: User, reports: int, minutes: int) -> int:
    """Propose an incident when so many report the same within so many minutes.

    Raises:
        NotAllowed: only admins may.
    """
    return _put(actor, {"incident_reports": reports, "incident_minutes": minutes})


def put_logo(actor: User, sent: bytes) -> None:
    """Draw what was sent anew and show it on every page.

    Raises:
        NotAllowed: only admins may. Invalid: not a picture, or broken. Degraded: it cannot be kept.
    """
    if not actor.can(Permission.MANAGE_SITE):
        raise NotAllowed()
    logo = draw_logo(sent)
    try:
        storage.current().put(logo.name, logo.content, CONTENT_TYPE)
    except storage.StorageError as error:
        logger.error("the logo could not be kept: %s", error)
        raise Degraded(_("Pictures cannot be kept right now. The logo is as it was.")) from error
    _put(actor, {"logo": logo.name, "logo_width": logo.width, "logo_height": logo.height})


def remove_logo(actor: User) -> None:
    """Back to the knot and the name.

    Raises:
        NotAllowed: only admins may.
    """
    _put(actor, {"logo": "", "logo_width": 0, "logo_height": 0})


@transactional
def _put(actor: User, values: Mapping[str, Any]) -> int:
    if not actor.can(Permission.MANAGE_SITE):
        raise NotAllowed()
    changes = settings.put(values, actor.id)
    for change in changes:
        if change.key in SAID_BY_THE_LOGO:
            continue
        record(
            actor.id,
            f"set-{change.key.replace('_', '-')}",
            "site",
            THE_SITE,
            before=_said(change.before),
            after=_said(change.after),
        )
    return len(changes)


def _said(value: object) -> str:
    """A value as the log has it; of a logo's name the first digits are enough to tell two apart."""
    text = str(value)
    return text[:LOGO_SAID_CHARS] if text.startswith(LOGO_BEGINS) else text
