"""What other rooms ask of clusters, each as far as the viewer may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, case, func, select, union_all

from forum.core.db import db
from forum.core.permissions import Actor
from forum.finding.models import Cluster, ClusterMember
from forum.reactions.models import SameProblem
from forum.threads.models import Thread, ThreadStatus
from forum.threads.queries import visible_to

OPEN = (ThreadStatus.WAITING, ThreadStatus.ANSWERED, ThreadStatus.NEEDS_INFO)
MEMBERS_MAX = 100


@dataclass(frozen=True, slots=True)
class Beside:
    """How many other open threads ask the same as one."""

    cluster_id: int
    number: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A cluster at a glance: who has the problem, and how many threads of it are open."""

    cluster_id: int
    people: int
    threads: int
    open: int
    first: Thread  # the one most people have


def cluster_of(thread_ids: Sequence[int]) -> dict[int, int]:
    """By thread its cluster; most are in none. Says nothing of who may see it."""
    rows = db.session.execute(
        select(ClusterMember.thread_id, ClusterMember.cluster_id).where(
            ClusterMember.thread_id.in_(list(thread_ids))
        )
    )
    return {row.thread_id: row.cluster_id for row in rows}


def cluster_count() -> int:
    """How many clusters there are."""
    return db.session.scalar(select(func.count()).select_from(Cluster)) or 0


def members(cluster_id: int, viewer: Actor) -> Sequence[Thread]:
    """The threads of a cluster with their categories, those most people have first."""
    return db.session.scalars(
        in_sight(viewer)
        .where(ClusterMember.cluster_id == cluster_id)
        .order_by(Thread.same_count.desc(), Thread.id)
        .limit(MEMBERS_MAX)
    ).all()


def open_members(cluster_id: int, viewer: Actor) -> Sequence[Thread]:
    """Those of them that still wait: neither solved, nor linked, nor locked."""
    return db.session.scalars(
        _still_open(in_sight(viewer))
        .where(ClusterMember.cluster_id == cluster_id)
        .order_by(Thread.same_count.desc(), Thread.id)
        .limit(MEMBERS_MAX)
    ).all()


def open_beside(thread_id: int, viewer: Actor) -> Beside | None:
    """How many other open threads ask the same; None where there is none. One statement."""
    own = (
        select(ClusterMember.cluster_id)
        .where(ClusterMember.thread_id == thread_id)
        .scalar_subquery()
    )
    row = db.session.execute(
        _still_open(in_sight(viewer))
        .where(ClusterMember.cluster_id == own, Thread.id != thread_id)
        .with_only_columns(
            ClusterMember.cluster_id, func.count(Thread.id), maintain_column_froms=True
        )
        .group_by(ClusterMember.cluster_id)
    ).first()
    return Beside(row[0], row[1]) if row is not None else None


def largest(viewer: Actor, most: int, open_only: bool = True) -> list[Summary]:
    """The clusters that most people are in, counting each person once; two statements.

    Args:
        viewer: only threads they may see count.
        most: how many clusters.
        open_only: leave out those in which nothing is open.
    """
    seen = (
        in_sight(viewer)
        .with_only_columns(
            ClusterMember.cluster_id.label("cluster_id"),
            Thread.id.label("thread_id"),
            Thread.author_id.label("author_id"),
            case((_is_open(), 1), else_=0).label("open"),
            maintain_column_froms=True,
        )
        .subquery()
    )
    people = people_of(seen)
    counted = (
        select(
            seen.c.cluster_id,
            func.count().label("threads"),
            func.sum(seen.c.open).label("open"),
        )
        .group_by(seen.c.cluster_id)
        .having(func.count() > 1)
    )
    if open_only:
        counted = counted.having(func.sum(seen.c.open) > 0)
    counts = counted.subquery()
    rows = db.session.execute(
        select(counts.c.cluster_id, people.c.people, counts.c.threads, counts.c.open)
        .join(people, people.c.cluster_id == counts.c.cluster_id)
        .order_by(people.c.people.desc(), counts.c.threads.desc(), counts.c.cluster_id)
        .limit(most)
    ).all()
    firsts = _firsts([row.cluster_id for row in rows], viewer)
    return [
        Summary(row.cluster_id, row.people, row.threads, row.open, firsts[row.cluster_id])
        for row in rows
        if row.cluster_id in firsts
    ]


def people_of(seen: Subquery) -> Subquery:
    """How many people are behind each ``cluster_id``: who asked, and who has it too.

    Args:
        seen: threads with ``cluster_id``, ``thread_id`` and ``author_id``.
    """
    has = union_all(
        select(seen.c.cluster_id, seen.c.author_id.label("user_id")),
        select(seen.c.cluster_id, SameProblem.user_id).join(
            SameProblem, SameProblem.thread_id == seen.c.thread_id
        ),
    ).subquery()
    return (
        select(has.c.cluster_id, func.count(has.c.user_id.distinct()).label("people"))
        .group_by(has.c.cluster_id)
        .subquery()
    )


def placed(viewer: Actor, which: ColumnElement[bool], *order: ColumnElement[Any]) -> Subquery:
    """The threads in sight that ``which`` chooses, each with its ``place`` within its cluster."""
    place = func.row_number().over(
        partition_by=ClusterMember.cluster_id, order_by=(*order, Thread.id)
    )
    return (
        in_sight(viewer)
        .where(which)
        .with_only_columns(
            Thread.id.label("id"),
            ClusterMember.cluster_id.label("cluster_id"),
            place.label("place"),
            maintain_column_froms=True,
        )
        .subquery()
    )


def _firsts(cluster_ids: list[int], viewer: Actor) -> dict[int, Thread]:
    """The thread that stands for each cluster: solved before open, then what most people have."""
    ranked = placed(
        viewer,
        ClusterMember.cluster_id.in_(cluster_ids),
        case((Thread.status == ThreadStatus.SOLVED, 0), else_=1),
        Thread.same_count.desc(),
    )
    rows = db.session.execute(
        select(Thread, ranked.c.cluster_id)
        .join(ranked, ranked.c.id == Thread.id)
        .where(ranked.c.place == 1)
    )
    return {cluster_id: thread for thread, cluster_id in rows}


def in_sight(viewer: Actor) -> Select[Any]:
    """The threads that are in clusters, as far as the viewer sees them and they are shown."""
    return (
        visible_to(viewer)
        .join(ClusterMember, ClusterMember.thread_id == Thread.id)
        .where(Thread.deleted_at.is_(None), Thread.hidden_at.is_(None))
    )


def _still_open(statement: Select[Any]) -> Select[Any]:
    return statement.where(_is_open())


def _is_open() -> Any:
    return Thread.status.in_(OPEN) & Thread.locked_at.is_(None)
