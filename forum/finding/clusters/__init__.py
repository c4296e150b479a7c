"""Threads that ask the same: which they are, kept up to date as threads come and change.

What other rooms ask stands in ``queries``.
"""

from forum.finding.clusters import jobs, listeners
from forum.finding.clusters.queries import (
    OPEN,
    Beside,
    Summary,
    cluster_of,
    largest,
    members,
    open_beside,
    open_members,
    people_of,
)

__all__ = [
    "OPEN",
    "Beside",
    "Summary",
    "cluster_of",
    "jobs",
    "largest",
    "listeners",
    "members",
    "open_beside",
    "open_members",
    "people_of",
]
