"""What stands in a table of figures and in its file, column by column, and what each means."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _

from moderation.measures.queries import Tally
from moderation.measures.words import answered_in_all, median_text, p90_text, share_text

Number = int | None


@dataclass(frozen=True, slots=True)
class Column:
    """One figure. ``key`` heads it in a file, where ``number`` stands; ``text`` is for people."""

    key: str
    name: str
    means: str
    number: Callable[[Tally], Number]
    text: Callable[[Tally], str]
    change_of: Callable[[Tally], Number] | None = None  # what is compared with the span before


def columns() -> list[Column]:
    """Every figure, in the order of the tables."""
    return [
        _count(
            "asked",
            _("Questions"),
            _("Questions and problems asked in this time, as far as they are still in sight."),
            lambda tally: tally.asked,
        ),
        _count(
            "answered_by_staff",
            _("First by the team"),
            _("The first answer by somebody else was the team's."),
            lambda tally: tally.by_staff,
        ),
        _count(
            "answered_by_ambassadors",
            _("First by ambassadors"),
            _("The first answer was an ambassador's."),
            lambda tally: tally.by_ambassadors,
        ),
        _count(
            "answered_by_members",
            _("First by members"),
            _("The first answer was another member's."),
            lambda tally: tally.by_members,
        ),
        _share(
            "unanswered",
            _("Unanswered"),
            _("Nobody else has answered so far, and it is not answered elsewhere either."),
            lambda tally: tally.unanswered,
            lambda tally: tally.asked,
        ),
        *_times(),
        *_late(),
        _share(
            "reopened",
            _("Opened again"),
            _("Of those that were solved, or thought to be: the answer did not help after all."),
            lambda tally: tally.reopened,
            lambda tally: tally.settled,
        ),
    ]


def _times() -> list[Column]:
    return [
        Column(
            "first_answer_median_minutes",
            _("First answer, half of them"),
            _("Business time from the question to the first answer; half were faster."),
            lambda tally: tally.first.median,
            lambda tally: median_text(tally.first),
            lambda tally: tally.first.median,
        ),
        Column(
            "first_answer_p90_minutes",
            _("First answer, nine of ten"),
            _("Business time in which nine of ten had their first answer."),
            lambda tally: tally.first.p90,
            lambda tally: p90_text(tally.first),
            lambda tally: tally.first.p90,
        ),
        Column(
            "solution_median_minutes",
            _("Solution, half of them"),
            _("Business time from the question to the mark that solved it; half were faster."),
            lambda tally: tally.solution.median,
            lambda tally: median_text(tally.solution),
            lambda tally: tally.solution.median,
        ),
        Column(
            "solution_p90_minutes",
            _("Solution, nine of ten"),
            _("Business time in which nine of ten of the solved ones were solved."),
            lambda tally: tally.solution.p90,
            lambda tally: p90_text(tally.solution),
            lambda tally: tally.solution.p90,
        ),
    ]


def _late() -> list[Column]:
    return [
        _share(
            "late_first",
            _("First answer late"),
            _("Of those with a clock: it ran out before the first answer, or runs past it now."),
            lambda tally: tally.late_first,
            lambda tally: tally.with_clock,
        ),
        _share(
            "late_solution",
            _("Solution late"),
            _("Of those with a clock: it ran out before the solution, or runs past it now."),
            lambda tally: tally.late_solution,
            lambda tally: tally.with_clock,
        ),
    ]


def _count(key: str, name: str, means: str, number: Callable[[Tally], int]) -> Column:
    return Column(key, name, means, number, lambda tally: str(number(tally)), number)


def _share(
    key: str,
    name: str,
    means: str,
    part: Callable[[Tally], int],
    whole: Callable[[Tally], int],
) -> Column:
    def text(tally: Tally) -> str:
        share = share_text(part(tally), whole(tally))
        return f"{part(tally)} ({share})" if whole(tally) and part(tally) else str(part(tally))

    return Column(key, name, means, part, text)


@dataclass(frozen=True, slots=True)
class Card:
    """A figure that stands large: what it is, how much, of how many, and what it means."""

    name: str
    value: str
    beside: str
    before: str
    means: str


def shares(tally: Tally) -> tuple[str, str, str]:
    """Who answered first, of those that were answered: the team, ambassadors, members."""
    answered = answered_in_all(tally)
    parts = (tally.by_staff, tally.by_ambassadors, tally.by_members)
    staff, ambassadors, members = (share_text(part, answered) for part in parts)
    return staff, ambassadors, members
