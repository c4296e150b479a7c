"""What is done to many questions, in the language of the request."""

from flask_babel import gettext as _
from flask_babel import ngettext

from moderation.bulk.models import BulkKind


def act_name(kind: BulkKind) -> str:
    """What the button says."""
    words: dict[BulkKind, str] = {
        BulkKind.CLAIM: _("Claim"),
        BulkKind.ASSIGN: _("Assign"),
        BulkKind.SEVERITY: _("Change it"),
        BulkKind.CATEGORY: _("Move"),
        BulkKind.TAG: _("Change tags"),
        BulkKind.SNOOZE: _("Snooze"),
        BulkKind.NEEDS_INFO: _("Ask them"),
        BulkKind.LOCK: _("Lock"),
    }
    return words[kind]


def heading(kind: BulkKind, number: int) -> str:
    """What is about to be done: "Claim 12 questions"."""
    words: dict[BulkKind, str] = {
        BulkKind.CLAIM: ngettext("Claim %(num)s question", "Claim %(num)s questions", number),
        BulkKind.ASSIGN: ngettext("Assign %(num)s question", "Assign %(num)s questions", number),
        BulkKind.SEVERITY: ngettext(
            "Change the severity of %(num)s question",
            "Change the severity of %(num)s questions",
            number,
        ),
        BulkKind.CATEGORY: ngettext(
            "Move %(num)s question to another category",
            "Move %(num)s questions to another category",
            number,
        ),
        BulkKind.TAG: ngettext("Tag %(num)s question", "Tag %(num)s questions", number),
        BulkKind.SNOOZE: ngettext("Snooze %(num)s question", "Snooze %(num)s questions", number),
        BulkKind.NEEDS_INFO: ngettext(
            "Ask for details on %(num)s question", "Ask for details on %(num)s questions", number
        ),
        BulkKind.LOCK: ngettext("Lock %(num)s question", "Lock %(num)s questions", number),
    }
    return words[kind]


def done(kind: BulkKind, number: int) -> str:
    """What was done: "12 questions claimed"."""
    words: dict[BulkKind, str] = {
        BulkKind.CLAIM: ngettext("%(num)s question claimed", "%(num)s questions claimed", number),
        BulkKind.ASSIGN: ngettext(
            "%(num)s question changed hands", "%(num)s questions changed hands", number
        ),
        BulkKind.SEVERITY: ngettext(
            "%(num)s question has another severity",
            "%(num)s questions have another severity",
            number,
        ),
        BulkKind.CATEGORY: ngettext("%(num)s question moved", "%(num)s questions moved", number),
        BulkKind.TAG: ngettext(
            "%(num)s question has other tags", "%(num)s questions have other tags", number
        ),
        BulkKind.SNOOZE: ngettext("%(num)s question snoozed", "%(num)s questions snoozed", number),
        BulkKind.NEEDS_INFO: ngettext(
            "Asked for details on %(num)s question",
            "Asked for details on %(num)s questions",
            number,
        ),
        BulkKind.LOCK: ngettext("%(num)s question locked", "%(num)s questions locked", number),
    }
    return words[kind]


def hint(kind: BulkKind) -> str:
    """What it means for each of them."""
    words: dict[BulkKind, str] = {
        BulkKind.CLAIM: _("Each is yours for 20 minutes, then it comes free by itself."),
        BulkKind.ASSIGN: _("Whoever gets them is told."),
        BulkKind.SEVERITY: _("Their clocks follow."),
        BulkKind.CATEGORY: _("Their clocks follow, and so does who may read them."),
        BulkKind.TAG: _("Other tags stay as they are."),
        BulkKind.SNOOZE: _("Or until somebody replies, whichever comes first. The clocks run on."),
        BulkKind.NEEDS_INFO: _(
            "Each clock stands at once. Whoever asked hears of it in ten minutes; until then you "
            "can take it back."
        ),
        BulkKind.LOCK: _("Nobody but the team can add anything then, and their clocks stop."),
    }
    return words[kind]
