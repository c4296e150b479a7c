"""Changing what the site is called and how it looks; every change is a row of the staff log."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from forum.accounts import User
from forum.core import settings
from forum.core.db import transactional
from forum.core.errors import NotAllowed
from forum.core.permissions import Permission
from moderation.audit.log import record

THE_SITE = 1  # the log wants a number of what was acted on, and there is one site


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


@transactional
def _put(actor: User, values: Mapping[str, Any]) -> int:
    if not actor.can(Permission.MANAGE_SITE):
        raise NotAllowed()
    changes = settings.put(values, actor.id)
    for change in changes:
        record(
            actor.id,
            f"set-{change.key.replace('_', '-')}",
            "site",
            THE_SITE,
            before=str(change.before),
            after=str(change.after),
        )
    return len(changes)
