"""What many people ask and no article answers."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from forum.core.db import db
from forum.core.permissions import Actor
from forum.finding.clusters import Summary, largest
from forum.finding.models import ClusterMember, DuplicateLink
from forum.knowledge.models import READABLE, Article, ArticleSource

LISTED_MAX = 20
LOOKED_AT = 60  # of the largest: many of them have their article


def asked_by_many(viewer: Actor) -> Sequence[Summary]:
    """Clusters in which something is open and that no article covers, most people first."""
    found = largest(viewer, LOOKED_AT)
    answered = _with_article([row.cluster_id for row in found])
    return [row for row in found if row.cluster_id not in answered][:LISTED_MAX]


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
