"""The ledger in words and bars."""

from collections.abc import Sequence

from flask_babel import gettext as _

from forum.finding.deflection import ASKED_WITHIN, READ_FOR
from moderation.deflection.queries import Counted
from moderation.measures.charts import Chart, Piece, stacked
from moderation.measures.columns import Card
from moderation.measures.spans import Span
from moderation.measures.words import share_text, span_text

READ_HOURS = int(READ_FOR.total_seconds()) // 3_600


def cards(now: Counted, before: Counted) -> list[Card]:
    """The figures that stand large, each with what it means."""
    return [
        Card(
            _("Confirmed"),
            str(now.confirmed),
            _of_decided(now.confirmed, now),
            _before(before.confirmed),
            _(
                "Somebody pressed “This solved it” and asked nothing for %(days)s days.",
                days=ASKED_WITHIN.days,
            ),
        ),
        Card(
            _("Probable"),
            str(now.probable),
            _of_decided(now.probable, now),
            _before(before.probable),
            _(
                "Somebody went to read a suggestion and asked nothing for %(hours)s hours. "
                "It may have helped; nobody said so.",
                hours=READ_HOURS,
            ),
        ),
        Card(
            _("Failed"),
            str(now.failed),
            _of_decided(now.failed, now),
            _before(before.failed),
            _(
                "Somebody read a suggestion and asked within %(days)s days, or said that it "
                "did not help.",
                days=ASKED_WITHIN.days,
            ),
        ),
        Card(
            _("Not decided yet"),
            str(now.open),
            "",
            "",
            _("Read less than %(hours)s hours ago.", hours=READ_HOURS),
        ),
    ]


def chart(steps: Sequence[tuple[Span, Counted]]) -> Chart:
    """Confirmed ones at the ground, probable ones upon them, failed ones on top."""
    return stacked(
        [
            [
                Piece("good", one.confirmed, _title(step, _("Confirmed"), one.confirmed)),
                Piece("fair", one.probable, _title(step, _("Probable"), one.probable)),
                Piece("bad", one.failed, _title(step, _("Failed"), one.failed)),
            ]
            for step, one in steps
        ]
    )


def key() -> list[tuple[str, str]]:
    """What the colours of the chart stand for."""
    return [("good", _("Confirmed")), ("fair", _("Probable")), ("bad", _("Failed"))]


def _of_decided(part: int, counted: Counted) -> str:
    share = share_text(part, counted.decided)
    return str(_("%(share)s of %(num)s", share=share, num=counted.decided))


def _before(number: int) -> str:
    return str(_("before: %(num)s", num=number))


def _title(step: Span, name: str, number: int) -> str:
    return f"{span_text(step)}: {name} {number}"
