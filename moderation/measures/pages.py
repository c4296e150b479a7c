"""The pages about people and about what was said, put together from their queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from flask_babel import gettext as _

from forum.core.permissions import Actor
from forum.satisfaction.models import SolvedBy
from moderation.measures import people, satisfaction
from moderation.measures.charts import Chart, Piece, stacked
from moderation.measures.columns import Card
from moderation.measures.people import Deed, Person
from moderation.measures.queries import Places
from moderation.measures.report import category_names
from moderation.measures.satisfaction import Comment, During, Said
from moderation.measures.spans import DAY, Span
from moderation.measures.views import View
from moderation.measures.words import NONE, change, share_text, step_name
from moderation.watchlist import business_time

SaidRow = tuple[str, Said]


@dataclass(frozen=True, slots=True)
class SaidPage:
    """What people said, in all, day by day, and by what solved it and where."""

    now: Said
    cards: Sequence[Card]
    chart: Chart
    steps: Sequence[SaidRow]
    tables: Sequence[tuple[str, str, str, Sequence[SaidRow]]]
    comments: Sequence[Comment]
    older: int | None


def during(span: Span) -> During:
    """The moments of whole days where the team works."""
    zone = business_time.zone()
    return During(
        datetime.combine(span.first, time(0), zone),
        datetime.combine(span.last + DAY, time(0), zone),
    )


def team(viewer: Actor, view: View, today: int) -> list[Person]:
    """Whom the viewer may see, with what they did in the span and have before them."""
    moments = during(view.span)
    return people.people(viewer, moments.since, moments.until, today, view.team_id)


def deed_names() -> list[tuple[Deed, str]]:
    """The heads of the table, in its order."""
    return [
        (Deed.ANSWERS, _("Answers")),
        (Deed.SOLUTIONS, _("that solved it")),
        (Deed.DETAILS, _("Asked for details")),
        (Deed.LINKS, _("Linked as answered")),
        (Deed.NOTES, _("Notes")),
        (Deed.ARTICLES, _("Articles worked on")),
    ]


def kind_name(kind: SolvedBy) -> str:
    """What kind of answer it was."""
    words: dict[SolvedBy, str] = {
        SolvedBy.OFFICIAL: _("Official answer"),
        SolvedBy.ACCEPTED: _("Accepted answer"),
        SolvedBy.VERIFIED: _("Verified answer"),
        SolvedBy.ARTICLE: _("Article"),
    }
    return words[kind]


def said_page(view: View, among: Places, before_id: int | None) -> SaidPage:
    """The page; four statements."""
    now, before = satisfaction.now_and_before(
        view, among, during(view.span), during(view.span.before)
    )
    spans = view.span.steps
    steps = satisfaction.by_step(view, among, [during(step) for step in spans])
    named = [(step_name(span), said) for span, said in zip(spans, steps, strict=True)]
    found = satisfaction.comments(view, among, during(view.span), before_id)
    shown = found[: satisfaction.COMMENTS_SHOWN]
    return SaidPage(
        now=now,
        cards=_cards(now, before),
        chart=stacked([_pieces(name, said) for name, said in named]),
        steps=named,
        tables=tables(view, among),
        comments=shown,
        older=shown[-1].id if len(found) > len(shown) else None,
    )


def tables(view: View, among: Places) -> list[tuple[str, str, str, Sequence[SaidRow]]]:
    """By kind of answer, category and team: a key, what stands above, the head, and
    the rows; one statement.
    """
    parts = satisfaction.by_part(view, among, during(view.span))
    categories, teams = category_names(among.categories), {one.id: one.name for one in among.teams}
    return [
        (
            "answer",
            _("By kind of answer"),
            _("Kind of answer"),
            [(kind_name(kind), parts.by_kind[kind]) for kind in SolvedBy if kind in parts.by_kind],
        ),
        (
            "category",
            _("By category"),
            _("Category"),
            _sorted([(categories.get(key, NONE), said) for key, said in parts.by_category.items()]),
        ),
        (
            "team",
            _("By team"),
            _("Team"),
            _sorted([(teams.get(key or 0, NONE), said) for key, said in parts.by_team.items()]),
        ),
    ]


def _sorted(rows: list[SaidRow]) -> list[SaidRow]:
    return sorted(rows, key=lambda row: (-row[1].asked, row[0]))


def _cards(now: Said, before: Said) -> list[Card]:
    beside = _("%(part)s of %(whole)s", part=now.good, whole=now.replies)
    was = share_text(before.good, before.replies)
    return [
        Card(
            _("It went well"),
            share_text(now.good, now.replies),
            beside,
            "" if was == NONE else _("before: %(value)s", value=was),
            _("Of those who said anything, how many chose the smiling face."),
        ),
        Card(
            _("Replies"),
            str(now.replies),
            _(
                "%(share)s of %(asked)s asked",
                share=share_text(now.replies, now.asked),
                asked=now.asked,
            ),
            change(now.replies, before.replies),
            _("By the day people were asked. Each counts once, with the last word."),
        ),
        Card(
            _("It went badly"),
            str(now.bad),
            _("%(part)s of %(whole)s", part=now.bad, whole=now.replies),
            "",
            _("They were offered to open the question again."),
        ),
    ]


def _pieces(name: str, said: Said) -> list[Piece]:
    return [
        Piece("good", said.good, _("%(day)s: well, %(number)s", day=name, number=said.good)),
        Piece("fair", said.fair, _("%(day)s: so-so, %(number)s", day=name, number=said.fair)),
        Piece("bad", said.bad, _("%(day)s: badly, %(number)s", day=name, number=said.bad)),
    ]
