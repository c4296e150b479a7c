"""What stands behind somebody's answers, in a word or two."""

from flask_babel import gettext as _

from forum.threads.models import MarkKind


def mark_word(kind: MarkKind) -> str:
    """Answers with this mark."""
    words: dict[MarkKind, str] = {
        MarkKind.ACCEPTED: _("Accepted by the asker"),
        MarkKind.OFFICIAL: _("Official answers"),
        MarkKind.VERIFIED: _("Checked by the team"),
        MarkKind.ENDORSED: _("Endorsed by ambassadors"),
    }
    return words[kind]
