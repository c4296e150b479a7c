"""Calendars and policies as their lists draw them."""

from dataclasses import dataclass

from forum.core.i18n import language
from moderation.teams.catalogue import calendar_of
from moderation.teams.forms.policies import WORST_FIRST
from moderation.teams.queries import CalendarNow, PolicyNow
from moderation.teams.words import hours_text, length_text, zone_name


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One calendar in words."""

    id: int
    name: str
    hours: str
    zone: str
    days_off: int
    teams: list[str]


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One policy in words; ``where`` is empty for everywhere. Lengths by severity, worst first."""

    id: int
    where: str
    team: str
    community: str
    lengths: list[tuple[str, str]]


def calendar_row(now: CalendarNow) -> CalendarRow:
    """A calendar in the language of the request."""
    calendar = calendar_of(now.version)
    return CalendarRow(
        now.calendar.id,
        now.calendar.name,
        hours_text(calendar),
        zone_name(calendar.zone),
        len(calendar.holidays),
        [team.name for team in now.teams],
    )


def policy_row(now: PolicyNow) -> PolicyRow:
    """A policy in the language of the request."""
    category = now.policy.category
    allowed = [now.promise.allowances[severity] for severity in WORST_FIRST]
    return PolicyRow(
        now.policy.id,
        category.name(language()) if category is not None else "",
        now.version.team.name,
        length_text(now.promise.community),
        [(length_text(one.first), length_text(one.resolution)) for one in allowed],
    )
