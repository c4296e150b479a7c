"""The month and its shares in words, in the language of the request or of the mail."""

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from moderation.measures.queries import Tally
from moderation.measures.words import answered_in_all, share_text
from moderation.reporting.months import Month
from moderation.reporting.report import Cause, Report, Stage


def month_name(month: Month) -> str:
    """ "March 2026"."""
    return str(format_date(month.span.first, "LLLL y"))


def spared(report: Report) -> str:
    """The first thing that is told: how many questions answers spared that stood here."""
    return str(
        ngettext(
            "%(num)s question was spared for certain: somebody said that an answer solved it.",
            "%(num)s questions were spared for certain: somebody said that an answer solved it.",
            report.spared.confirmed,
        )
    )


def ambassadors(report: Report) -> str:
    """How many first answers were an ambassador's, against the time before."""
    now, before = _share(report.now), _share(report.before)
    return str(
        _(
            "Ambassadors gave the first answer to %(part)s of %(whole)s answered questions: "
            "%(share)s, before %(before)s.",
            part=report.now.by_ambassadors,
            whole=answered_in_all(report.now),
            share=now,
            before=before,
        )
    )


def _share(tally: Tally) -> str:
    return share_text(tally.by_ambassadors, answered_in_all(tally))


def asked(cause: Cause) -> str:
    """How many asked it in the month, and in a month of its past."""
    text = ngettext(
        "%(num)s question; %(before)s a month before",
        "%(num)s questions; %(before)s a month before",
        cause.growth.now,
        before=cause.a_month_before,
    )
    return str(text)


def stage(one: Stage) -> str:
    """How long a stage took, in a line."""
    text = _(
        "half within %(half)s, before %(before)s; nine of ten within %(most)s; late: %(late)s",
        half=one.half,
        before=one.half_before,
        most=one.most,
        late=one.late,
    )
    return f"{text} ({one.slowest})" if one.slowest else str(text)


def left_open(report: Report) -> list[str]:
    """What the stages do not show: nobody answered, and what was opened again."""
    now = report.now
    unanswered = _(
        "Nobody has answered %(part)s of %(whole)s questions so far (%(share)s).",
        part=now.unanswered,
        whole=now.asked,
        share=share_text(now.unanswered, now.asked),
    )
    reopened = _(
        "Of %(whole)s that were solved, %(part)s were opened again (%(share)s).",
        part=now.reopened,
        whole=now.settled,
        share=share_text(now.reopened, now.settled),
    )
    return [
        unanswered if now.unanswered else _("No question is without an answer."),
        reopened if now.reopened else _("Nothing that was solved was opened again."),
    ]
