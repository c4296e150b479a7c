"""Whom an announcement reaches, in words."""

from flask_babel import gettext as _

from forum.announcements.models import Reach


def reach_name(reach: Reach) -> str:
    """Who reads it."""
    words: dict[Reach, str] = {
        Reach.EVERYONE: _("Everyone, visitors too"),
        Reach.MEMBERS: _("Whoever is signed in"),
        Reach.AMBASSADORS: _("Ambassadors and the team"),
        Reach.STAFF: _("The team only"),
    }
    return words[reach]
