"""A month put together: what was spared, where it stuck, what it was about, and who did it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from forum.categories.queries import tree
from forum.core.permissions import Actor
from forum.finding.clusters.growth import Growth, Voice, growth, voices
from moderation.deflection import queries as deflection
from moderation.deflection.queries import Counted
from moderation.measures import people, queries
from moderation.measures.pages import during
from moderation.measures.people import Person
from moderation.measures.policy import MEDIAN_FROM
from moderation.measures.queries import Key, Places, Tally, Times
from moderation.measures.report import category_names
from moderation.measures.views import View
from moderation.measures.words import (
    median_text,
    minutes_text,
    p90_text,
    share_text,
)
from moderation.reporting import policy
from moderation.reporting.months import Month


@dataclass(frozen=True, slots=True)
class Stage:
    """One way from a question on: how long it took, how often too long, and where the longest."""

    name: str
    half: str
    most: str
    late: str
    half_before: str
    slowest: str


@dataclass(frozen=True, slots=True)
class Cause:
    """What many asked; ``voices`` are some of those who did, the one most people have first."""

    growth: Growth
    voices: Sequence[Voice]

    @property
    def a_month_before(self) -> str:
        """How many asked it in a month of its past, in figures."""
        return f"{policy.a_month_before(self.growth):.1f}".removesuffix(".0")


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the page and the mail say."""

    month: Month
    spared: Counted
    spared_before: Counted
    now: Tally
    before: Tally
    stages: Sequence[Stage]
    causes: Sequence[Cause]
    emerging: Sequence[Cause]
    people: Sequence[Person]

    @property
    def says_anything(self) -> bool:
        """Whether anything happened at all."""
        return bool(self.now.asked or self.spared.decided or self.spared.open)


def report(viewer: Actor, month: Month) -> Report:
    """The month as the viewer may see it; eight statements, however many threads there are."""
    among = Places(tree(viewer), ())
    view = View(span=month.span, preset=None)
    spared, spared_before = deflection.now_and_before(month.span)
    now, before = queries.now_and_before(view, among)
    causes, emerging = _causes(viewer, month)
    moments = during(month.span)
    return Report(
        month=month,
        spared=spared,
        spared_before=spared_before,
        now=now,
        before=before,
        stages=_stages(
            now, before, queries.by_group(view, among), category_names(among.categories)
        ),
        causes=causes,
        emerging=emerging,
        people=people.work(viewer, moments.since, moments.until),
    )


def _causes(viewer: Actor, month: Month) -> tuple[list[Cause], list[Cause]]:
    """Two statements."""
    moments = during(month.span)
    past = during(month.back(policy.PAST_MONTHS).span).since
    found = growth(viewer, past, moments.since, moments.until)
    most, growing = policy.causes(found), policy.emerging(found)
    ids = sorted({one.cluster_id for one in (*most, *growing)})
    said = voices(viewer, ids, moments.since, moments.until, policy.QUOTES_MAX)

    def told(some: Sequence[Growth]) -> list[Cause]:
        return [Cause(one, said[one.cluster_id]) for one in some if one.cluster_id in said]

    return told(most), told(growing)


def _stages(
    now: Tally, before: Tally, by_category: dict[Key, Tally], names: dict[int, str]
) -> list[Stage]:
    def stage(name: str, which: str, late: int) -> Stage:
        times: Times = getattr(now, which)
        share = share_text(late, now.with_clock)
        return Stage(
            name=name,
            half=median_text(times),
            most=p90_text(times),
            late=f"{late} ({share})" if late else str(late),
            half_before=median_text(getattr(before, which)),
            slowest=_slowest(
                {key: getattr(tally, which) for key, tally in by_category.items()}, names
            ),
        )

    return [
        stage(_("First answer"), "first", now.late_first),
        stage(_("Solution"), "solution", now.late_solution),
    ]


def _slowest(times: dict[Key, Times], names: dict[int, str]) -> str:
    """The category in which half of them took longest; nothing where there is only one to tell."""
    told = [
        (one.median or 0, names[key])
        for key, one in times.items()
        if isinstance(key, int) and key in names and one.number >= MEDIAN_FROM
    ]
    if len(told) < 2:
        return ""
    minutes, name = max(told)
    return str(_("%(category)s: %(time)s", category=name, time=minutes_text(minutes)))
