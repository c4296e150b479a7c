"""What is a cause, and what grows against its own past. Pure."""

from collections.abc import Iterable

from forum.finding.clusters.growth import Growth

CAUSES_MAX = 5
EMERGING_MAX = 5
QUOTES_MAX = 2  # of each cause
PAST_MONTHS = 3  # what a cluster is compared with: long enough that one quiet month says little
GROWING_FROM = 3  # questions in the month; two may be chance
GROWS_TIMES = 2  # as many as in a month of its past, or more


def a_month_before(growth: Growth) -> float:
    """How many were asked in a month of the past."""
    return growth.before / PAST_MONTHS


def is_emerging(growth: Growth) -> bool:
    """Whether more ask this than in the months before it."""
    return growth.now >= GROWING_FROM and growth.now >= GROWS_TIMES * a_month_before(growth)


def causes(found: Iterable[Growth]) -> list[Growth]:
    """What was asked most."""
    return sorted(found, key=lambda one: (-one.now, one.cluster_id))[:CAUSES_MAX]


def emerging(found: Iterable[Growth]) -> list[Growth]:
    """What grows, that with the most above its past first."""
    growing = [one for one in found if is_emerging(one)]
    growing.sort(key=lambda one: (a_month_before(one) - one.now, one.cluster_id))
    return growing[:EMERGING_MAX]
