"""The settings by name and type. To add one: a field here, with its default."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """Everything an admin may set. Empty means the default.

    ``name`` falls back on ``SITE_NAME``, ``tagline_en`` and ``tagline_ru`` say in a line what the
    site is for, ``accent`` is ``#rrggbb``, ``logo`` the stored name of the picture with its
    ``logo_width`` and ``logo_height`` in pixels. ``held_back_percent`` of the visits to the ask
    page are shown no suggestions, to compare with. So many days after a solution people are asked
    how it went (``satisfaction_after_days``; 0 asks nobody). ``colleagues_shown`` is whose work a
    rep sees in the figures: "own", "team" or "all".
    ``incident_reports`` of the same within ``incident_minutes`` propose an incident to the team.
    """

    name: str = ""
    tagline_en: str = ""
    tagline_ru: str = ""
    accent: str = ""
    logo: str = ""
    logo_width: int = 0
    logo_height: int = 0
    held_back_percent: int = 0
    satisfaction_after_days: int = 2
    colleagues_shown: str = "team"
    incident_reports: int = 5
    incident_minutes: int = 60

    def tagline(self, language: str) -> str:
        """The line in a language, or in the other where this one has none."""
        first, second = self.tagline_en, self.tagline_ru
        return (second or first) if language == "ru" else (first or second)


KEYS: dict[str, type] = {field.name: type(field.default) for field in fields(SiteSettings)}


def from_rows(rows: Mapping[str, Any]) -> SiteSettings:
    """The settings as they are stored; what does not fit its type counts as never set."""
    fitting: dict[str, Any] = {}
    for key, value in rows.items():
        if key not in KEYS:
            continue  # of another version of the site
        if type(value) is not KEYS[key]:
            logger.error("the setting %s holds %r and is left out", key, value)
            continue
        fitting[key] = value
    return SiteSettings(**fitting)
