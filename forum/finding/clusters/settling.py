"""Bringing stored clusters to what connects threads now: only where something changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import aliased

from forum.categories.models import Category
from forum.core import clock
from forum.core.db import db, transactional
from forum.finding.clusters.comparing import Reading
from forum.finding.clusters.grouping import Alike, Group, groups
from forum.finding.clusters.marks import IDS_PER_STATEMENT, Due, forget
from forum.finding.models import Cluster, ClusterMember, DuplicateLink, Likeness
from forum.threads.models import Thread

REACH_MAX_THREADS = 3_000  # looked at for one change; a cluster as large would help nobody


@transactional
def settle(done: Due, readings: Sequence[Reading]) -> None:
    """Keep what was read, and let every thread near it be in the cluster it belongs to."""
    known = _ids_there(reading.thread_id for reading in readings)
    for reading in readings:
        db.session.execute(delete(Likeness).where(Likeness.thread_id == reading.thread_id))
        there = _ids_there(one.thread_id for one in reading.found)
        rows = [
            {
                "thread_id": reading.thread_id,
                "other_id": one.thread_id,
                "likely": one.likely,
                "score": one.score,
            }
            for one in reading.found
            if one.thread_id in there and reading.thread_id in known
        ]
        if rows:
            db.session.execute(insert(Likeness), rows)
    forget(done)
    regroup([done.thread_id, *(reading.thread_id for reading in readings)])


def regroup(thread_ids: Iterable[int]) -> None:
    """Inside a transaction: find the groups of these threads, and of all they may take along."""
    near = _reach(set(thread_ids))
    former = _former(near)
    found = groups(_readers(near), _links(near), _alike(near), former)
    placed = {row: group for group in found for row in group.thread_ids}
    for row in sorted(set(former) - set(placed)):
        _leave(row, former[row])
    for group in found:
        _keep(group, former)
    _drop_small(set(former.values()))
    db.session.flush()


def _reach(seeds: set[int]) -> set[int]:
    """These, those in their clusters, and whatever is connected with any of them."""
    near: set[int] = set()
    fresh = set(seeds)
    while fresh and len(near) < REACH_MAX_THREADS:
        near |= fresh
        former = _former(fresh)
        mates: set[int] = set()
        for ids in _parts(set(former.values())):
            in_them = select(ClusterMember.thread_id).where(ClusterMember.cluster_id.in_(ids))
            mates.update(db.session.scalars(in_them))
        pairs = [*_links(fresh), *((one.one, one.other) for one in _alike(fresh))]
        fresh = (mates | {row for pair in pairs for row in pair}) - near
    return near


def _links(ids: set[int]) -> list[tuple[int, int]]:
    """What people linked with one of these: to each other, or to the same article."""
    pairs: list[tuple[int, int]] = []
    articles: set[int] = set()
    for part in _parts(ids):
        for link in db.session.scalars(
            select(DuplicateLink).where(
                DuplicateLink.undone_at.is_(None),
                or_(DuplicateLink.thread_id.in_(part), DuplicateLink.target_thread_id.in_(part)),
            )
        ):
            if link.target_thread_id is not None:
                pairs.append((link.thread_id, link.target_thread_id))
            elif link.target_article_id is not None:
                articles.add(link.target_article_id)
    return [*pairs, *_of_articles(articles)]


def _of_articles(article_ids: set[int]) -> Iterator[tuple[int, int]]:
    """Threads that one article answers ask the same, as far as the same people read them."""
    same: dict[tuple[int, str], list[int]] = defaultdict(list)
    for part in _parts(article_ids):
        rows = db.session.execute(
            select(DuplicateLink.target_article_id, Category.audience, Thread.id)
            .join(Thread, Thread.id == DuplicateLink.thread_id)
            .join(Category, Category.id == Thread.category_id)
            .where(DuplicateLink.target_article_id.in_(part), DuplicateLink.undone_at.is_(None))
            .order_by(Thread.id)
        )
        for article_id, audience, thread_id in rows:
            same[(article_id or 0, audience.value)].append(thread_id)
    for ids in same.values():
        yield from ((ids[0], other) for other in ids[1:])


def _alike(ids: set[int]) -> list[Alike]:
    """Pairs in which each was found like the other, and one of them is likely the same."""
    here, there = aliased(Likeness), aliased(Likeness)
    found: dict[tuple[int, int], Alike] = {}
    for part in _parts(ids):
        rows = db.session.execute(
            select(here.thread_id, here.other_id, here.score, there.score)
            .join(
                there,
                (there.thread_id == here.other_id) & (there.other_id == here.thread_id),
            )
            .where(here.thread_id.in_(part), or_(here.likely, there.likely))
        )
        for one, other, score, back in rows:
            first, second = sorted((one, other))
            found[(first, second)] = Alike(first, second, max(score, back))
    return list(found.values())


def _readers(ids: set[int]) -> dict[int, str]:
    """Of those in sight, who may read them."""
    found: dict[int, str] = {}
    for part in _parts(ids):
        rows = db.session.execute(
            select(Thread.id, Category.audience)
            .join(Category, Category.id == Thread.category_id)
            .where(
                Thread.id.in_(part),
                Thread.deleted_at.is_(None),
                Thread.hidden_at.is_(None),
                Thread.merged_into_id.is_(None),
            )
        )
        found.update({row[0]: row[1].value for row in rows})
    return found


def _former(ids: set[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for part in _parts(ids):
        rows = db.session.execute(
            select(ClusterMember.thread_id, ClusterMember.cluster_id)
            .where(ClusterMember.thread_id.in_(part))
            .with_for_update()
        )
        found.update({row[0]: row[1] for row in rows})
    return found


def _keep(group: Group, former: dict[int, int]) -> None:
    moment, cluster_id = clock.now(), group.cluster_id
    coming = sorted(
        row for row in group.thread_ids if cluster_id is None or former.get(row) != cluster_id
    )
    if not coming:
        return
    if cluster_id is None:
        made = Cluster(created_at=moment, changed_at=moment)
        db.session.add(made)
        db.session.flush()
        cluster_id = made.id
    for row in coming:
        if row in former:
            _leave(row, former[row])
    values = [{"thread_id": row, "cluster_id": cluster_id, "joined_at": moment} for row in coming]
    db.session.execute(insert(ClusterMember), values)
    _changed(cluster_id)


def _leave(thread_id: int, cluster_id: int) -> None:
    db.session.execute(delete(ClusterMember).where(ClusterMember.thread_id == thread_id))
    _changed(cluster_id)


def _changed(cluster_id: int) -> None:
    db.session.execute(
        update(Cluster).where(Cluster.id == cluster_id).values(changed_at=clock.now())
    )


def _drop_small(cluster_ids: set[int]) -> None:
    """Those that nobody is in any more."""
    for part in _parts(cluster_ids):
        used = select(ClusterMember.cluster_id).where(ClusterMember.cluster_id == Cluster.id)
        db.session.execute(delete(Cluster).where(Cluster.id.in_(part), ~used.exists()))


def _ids_there(ids: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for part in _parts(set(ids)):
        found.update(db.session.scalars(select(Thread.id).where(Thread.id.in_(part))))
    return found


def _parts(ids: set[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), IDS_PER_STATEMENT):
        yield ordered[start : start + IDS_PER_STATEMENT]
