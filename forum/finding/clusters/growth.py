"""How clusters grow: what was asked most in a time, against its own past, and in whose words."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import load_only

from forum.core.db import db
from forum.core.markup import plain_text
from forum.core.permissions import Actor
from forum.finding.clusters.queries import in_sight, placed
from forum.finding.models import ClusterMember
from forum.threads.models import Post, PostKind, Thread

ASKED_TWICE = 2  # once is no cause yet
COMPARED_MAX = 60  # clusters; beyond these nobody would call it a top cause
SAYS_MAX_CHARS = 220


@dataclass(frozen=True, slots=True)
class Growth:
    """How many threads of a cluster were asked in a time, and in the longer one before it."""

    cluster_id: int
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class Voice:
    """A thread of a cluster, and how its question begins."""

    thread: Thread
    says: str


def growth(viewer: Actor, past: datetime, since: datetime, until: datetime) -> list[Growth]:
    """The clusters that were asked at least twice from ``since`` on, the most asked first.

    One statement; ``before`` counts from ``past`` to ``since``.
    """
    now = func.sum(case((Thread.created_at >= since, 1), else_=0))
    before = func.sum(case((Thread.created_at < since, 1), else_=0))
    rows = db.session.execute(
        in_sight(viewer)
        .where(Thread.created_at >= past, Thread.created_at < until)
        .with_only_columns(ClusterMember.cluster_id, now, before, maintain_column_froms=True)
        .group_by(ClusterMember.cluster_id)
        .having(now >= ASKED_TWICE)
        .order_by(now.desc(), ClusterMember.cluster_id)
        .limit(COMPARED_MAX)
    )
    return [Growth(*row) for row in rows]


def voices(
    viewer: Actor, cluster_ids: Sequence[int], since: datetime, until: datetime, most: int
) -> dict[int, list[Voice]]:
    """Of each cluster the threads of a time that most people have, at most ``most`` of each.

    One statement.
    """
    if not cluster_ids:
        return {}
    ranked = placed(
        viewer,
        and_(
            ClusterMember.cluster_id.in_(cluster_ids),
            Thread.created_at >= since,
            Thread.created_at < until,
        ),
        Thread.same_count.desc(),
    )
    rows = db.session.execute(
        select(ranked.c.cluster_id, Thread, Post.html)
        .join(ranked, ranked.c.id == Thread.id)
        .join(Post, and_(Post.thread_id == Thread.id, Post.kind == PostKind.QUESTION))
        .where(ranked.c.place <= most)
        .options(load_only(Thread.title, Thread.slug, Thread.language))
        .order_by(ranked.c.cluster_id, ranked.c.place)
    )
    found: dict[int, list[Voice]] = {}
    for cluster_id, thread, html in rows:
        says = textwrap.shorten(plain_text(html), SAYS_MAX_CHARS, placeholder=" …")
        found.setdefault(cluster_id, []).append(Voice(thread, says))
    return found
