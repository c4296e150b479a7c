"""What many people ask and no article answers, and how much work that is."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from forum.core import clock
from forum.core.db import db
from forum.core.permissions import Actor
from forum.finding.clusters import Summary, largest
from forum.finding.models import ClusterMember, DuplicateLink
from forum.knowledge.models import READABLE, Article, ArticleSource
from forum.threads.models import Thread
from forum.threads.queries import visible_to as visible_threads
from moderation.measures.experience import history_until

LISTED_MAX = 20
LOOKED_AT = 60  # of the largest: many of them have their article


@dataclass(frozen=True, slots=True)
class Wanted:
    """A cluster without an article, and the minutes its threads are likely to keep the team.

    ``assumed`` of its threads are of a kind of which too little is known.
    """

    cluster: Summary
    minutes: int = 0
    assumed: int = 0

    @property
    def weight(self) -> tuple[int, int]:
        """What stands first: many people with little work, and few with much, weigh the same."""
        return self.cluster.people * self.minutes, self.cluster.people


def asked_by_many(viewer: Actor) -> Sequence[Wanted]:
    """Clusters in which something is open and that no article covers, by people times minutes."""
    found = largest(viewer, LOOKED_AT)
    answered = _with_article([row.cluster_id for row in found])
    left = [row for row in found if row.cluster_id not in answered]
    ranked = sorted(_with_minutes(left, viewer), key=lambda one: one.weight, reverse=True)
    return ranked[:LISTED_MAX]


def _with_minutes(clusters: Sequence[Summary], viewer: Actor) -> list[Wanted]:
    """Every thread of a cluster costs what like ones did, whether it is done or still to do."""
    if not clusters:
        return []
    history = history_until(clock.now().date().toordinal())
    kinds = (ClusterMember.cluster_id, Thread.category_id, Thread.severity)
    rows = db.session.execute(
        visible_threads(viewer)
        .join(ClusterMember, ClusterMember.thread_id == Thread.id)
        .where(ClusterMember.cluster_id.in_([row.cluster_id for row in clusters]))
        .with_only_columns(*kinds, func.count(), maintain_column_froms=True)
        .group_by(*kinds)
    )
    minutes: dict[int, int] = {}
    assumed: dict[int, int] = {}
    for cluster_id, category_id, severity, threads in rows:
        expected = history.expect(category_id, severity)
        minutes[cluster_id] = minutes.get(cluster_id, 0) + threads * expected.minutes
        if not expected.from_threads:
            assumed[cluster_id] = assumed.get(cluster_id, 0) + threads
    return [
        Wanted(row, minutes.get(row.cluster_id, 0), assumed.get(row.cluster_id, 0))
        for row in clusters
    ]


def _with_article(cluster_ids: list[int]) -> set[int]:
    """Those of which a thread became an article that is read, or was linked to one."""
    read = select(Article.id).where(Article.status.in_(READABLE))
    became = select(ArticleSource.thread_id).where(ArticleSource.article_id.in_(read))
    linked = select(DuplicateLink.thread_id).where(
        DuplicateLink.target_article_id.in_(read), DuplicateLink.undone_at.is_(None)
    )
    return set(
        db.session.scalars(
            select(ClusterMember.cluster_id).where(
                ClusterMember.cluster_id.in_(cluster_ids),
                or_(
                    ClusterMember.thread_id.in_(became),
                    ClusterMember.thread_id.in_(linked),
                ),
            )
        )
    )
