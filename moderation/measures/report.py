"""The page of figures: what stands large, the charts with their tables, and the table by parts."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from forum.categories.models import Category
from forum.core.i18n import language
from moderation.measures import queries
from moderation.measures.charts import Chart, Piece, layered, stacked
from moderation.measures.columns import Card, Column, columns
from moderation.measures.models import By
from moderation.measures.queries import Key, Places, Tally, Times
from moderation.measures.spans import Span
from moderation.measures.views import SplitBy, View
from moderation.measures.words import (
    NONE,
    answered_in_all,
    by_name,
    change,
    median_text,
    minutes_text,
    p90_text,
    severity_text,
    share_text,
    step_name,
    too_few,
)

Row = tuple[str, Tally]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart with what it says, its key (kind and words), and the columns of its table."""

    title: str
    means: str
    chart: Chart
    most: str
    key: Sequence[tuple[str, str]]
    columns: Sequence[Column]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything on the page."""

    now: Tally
    cards: Sequence[Card]
    charts: Sequence[Drawn]
    steps: Sequence[Row]
    groups: Sequence[Row]
    columns: Sequence[Column]


def report(view: View, among: Places) -> Report:
    """The figures of a view; three statements."""
    now, before = queries.now_and_before(view, among)
    parts = queries.by_step(view, among)
    every = columns()
    return Report(
        now=now,
        cards=_cards(now, before),
        charts=_charts(parts, every) if now.asked else (),
        steps=[(step_name(step), tally) for step, tally in parts],
        groups=groups(view, among),
        columns=every,
    )


def groups(view: View, among: Places) -> list[Row]:
    """The rows by category, team or severity, the largest first, under their names."""
    found = queries.by_group(view, among)
    rows = [(_name(key, view.split_by, among), tally) for key, tally in found.items()]
    return sorted(rows, key=lambda row: (-row[1].asked, row[0]))


def _name(key: Key, split_by: SplitBy, among: Places) -> str:
    if split_by is SplitBy.SEVERITY:
        return severity_text(key)
    if split_by is SplitBy.TEAM:
        names = {team.id: team.name for team in among.teams}
        return names.get(key, NONE) if isinstance(key, int) else NONE
    return category_names(among.categories).get(key, NONE) if isinstance(key, int) else NONE


def category_names(categories: Sequence[Category]) -> dict[int, str]:
    """The names of categories, with the one above before it."""
    names = {one.id: one.name(language()) for one in categories}
    return {
        one.id: f"{names[one.parent_id]} › {names[one.id]}"
        if one.parent_id in names
        else names[one.id]
        for one in categories
    }


def _cards(now: Tally, before: Tally) -> list[Card]:
    found = {column.key: column for column in columns()}
    answered = answered_in_all(now)
    return [
        _card(found["asked"], str(now.asked), "", now, before),
        Card(
            _("Answered by the team"),
            share_text(now.by_staff, answered),
            _("%(part)s of %(whole)s answered", part=now.by_staff, whole=answered),
            _was(share_text(before.by_staff, answered_in_all(before))),
            _(
                "Whose answer came first. Ambassadors: %(ambassadors)s, members: %(members)s.",
                ambassadors=now.by_ambassadors,
                members=now.by_members,
            ),
        ),
        _time_card(
            _("First answer"), found["first_answer_median_minutes"], now.first, before.first
        ),
        _time_card(_("Solution"), found["solution_median_minutes"], now.solution, before.solution),
        _share_card(
            found["unanswered"], (now.unanswered, now.asked), before.unanswered, before.asked
        ),
        _share_card(
            found["late_first"],
            (now.late_first, now.with_clock),
            before.late_first,
            before.with_clock,
        ),
        _share_card(
            found["late_solution"],
            (now.late_solution, now.with_clock),
            before.late_solution,
            before.with_clock,
        ),
        _share_card(
            found["reopened"], (now.reopened, now.settled), before.reopened, before.settled
        ),
    ]


def _card(column: Column, value: str, beside: str, now: Tally, before: Tally) -> Card:
    compare = column.change_of
    said = change(compare(now), compare(before)) if compare else ""
    return Card(column.name, value, beside, said, column.means)


def _time_card(name: str, column: Column, now: Times, before: Times) -> Card:
    beside = too_few(now) or _(
        "nine of ten within %(time)s, of %(number)s", time=p90_text(now), number=now.number
    )
    return Card(name, median_text(now), beside, _was(median_text(before)), column.means)


def _share_card(column: Column, now: tuple[int, int], part: int, whole: int) -> Card:
    beside = _("%(part)s of %(whole)s", part=now[0], whole=now[1])
    value = share_text(*now)
    return Card(
        column.name,
        value if value != NONE else str(now[0]),
        beside,
        _was(share_text(part, whole)),
        column.means,
    )


def _was(value: str) -> str:
    return "" if value == NONE else str(_("before: %(value)s", value=value))


def _charts(parts: Sequence[tuple[Span, Tally]], every: Sequence[Column]) -> list[Drawn]:
    named = {column.key: column for column in every}
    answered = stacked([_answered_pieces(step_name(step), tally) for step, tally in parts])
    first = layered([_time_pieces(step_name(step), tally.first) for step, tally in parts])
    solution = layered([_time_pieces(step_name(step), tally.solution) for step, tally in parts])
    times = [("p90", _("nine of ten")), ("median", _("half of them"))]
    return [
        Drawn(
            _("Who answered first"),
            _("Each bar holds the questions of one day or of some; what stands on top waits."),
            answered,
            str(answered.most),
            [*((by.value, by_name(by)) for by in By), ("nobody", _("Nobody yet"))],
            every[:5],
        ),
        Drawn(
            _("Time to the first answer"),
            _("Business time, by the day of the question."),
            first,
            minutes_text(first.most),
            times,
            [named["asked"], *every[5:7]],
        ),
        Drawn(
            _("Time to the solution"),
            _("Business time, by the day of the question; what is not solved yet is not in it."),
            solution,
            minutes_text(solution.most),
            times,
            [named["asked"], *every[7:9]],
        ),
    ]


def _answered_pieces(name: str, tally: Tally) -> list[Piece]:
    parts = [
        (By.STAFF.value, tally.by_staff, by_name(By.STAFF)),
        (By.AMBASSADOR.value, tally.by_ambassadors, by_name(By.AMBASSADOR)),
        (By.MEMBER.value, tally.by_members, by_name(By.MEMBER)),
        ("nobody", tally.unanswered, _("Nobody yet")),
    ]
    return [Piece(kind, number, f"{name}: {who}, {number}") for kind, number, who in parts]


def _time_pieces(name: str, times: Times) -> list[Piece]:
    median = Piece("median", times.median or 0, f"{name}: {minutes_text(times.median)}")
    if p90_text(times) == NONE:
        return [median]
    return [median, Piece("p90", times.p90 or 0, f"{name}: {p90_text(times)}")]
