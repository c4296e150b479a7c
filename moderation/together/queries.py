"""What many ask and nobody answered: the clusters, one of them, and who would be told."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, joinedload

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.markup import plain_text
from forum.core.permissions import Actor
from forum.finding import clusters
from forum.finding.models import ClusterMember
from forum.threads.models import Post, Thread, ThreadStatus
from forum.threads.queries import visible_to
from moderation.desk.figures import register_figure
from moderation.together.models import JointAnswer
from moderation.together.telling import concerned
from moderation.watchlist.models import Claim

LISTED_MAX = 50
SAYS_CHARS = 320  # enough to see that it asks something else


@dataclass(frozen=True, slots=True)
class Asked:
    """A cluster with at least two open questions: the one most people have, and how many."""

    cluster_id: int
    people: int
    threads: int
    first: Thread


@dataclass(frozen=True, slots=True)
class Member:
    """An open question of a cluster, and who of the team is on it."""

    thread: Thread
    says: str  # how it begins
    claimed_by: str


@dataclass(frozen=True, slots=True)
class Together:
    """A cluster to be answered: what is open, and where it is answered already."""

    cluster_id: int
    open: Sequence[Member]
    solved: Sequence[Thread]

    @property
    def languages(self) -> list[str]:
        """In which languages it is asked."""
        return sorted({one.thread.language for one in self.open})


def asked_by_many(viewer: Actor) -> list[Asked]:
    """The clusters with at least two open questions, most people first; two statements."""
    seen = _open(viewer).subquery()
    people = clusters.people_of(seen)
    counted = _counted(viewer).subquery()
    rows = db.session.execute(
        select(counted.c.cluster_id, people.c.people, counted.c.threads)
        .join(people, people.c.cluster_id == counted.c.cluster_id)
        .order_by(people.c.people.desc(), counted.c.threads.desc(), counted.c.cluster_id)
        .limit(LISTED_MAX)
    ).all()
    firsts = _firsts([row.cluster_id for row in rows], viewer)
    return [
        Asked(row.cluster_id, row.people, row.threads, firsts[row.cluster_id])
        for row in rows
        if row.cluster_id in firsts
    ]


def together(cluster_id: int, viewer: Actor, even_if_settled: bool = False) -> Together:
    """One cluster with its questions; two statements, whatever its size.

    Raises:
        NotFound: there is none, or nothing of it is for the viewer; or, unless
            ``even_if_settled``, nothing of it is open.
    """
    every = clusters.members(cluster_id, viewer)
    waiting = [row for row in every if row.status in clusters.OPEN and row.locked_at is None]
    if not every or not (waiting or even_if_settled):
        raise NotFound()
    holder = aliased(User)
    rows = db.session.execute(
        select(Post.thread_id, Post.html, holder.name)
        .outerjoin(
            Claim,
            (Claim.thread_id == Post.thread_id)
            & Claim.released_at.is_(None)
            & (Claim.expires_at > clock.now())
            & (Claim.user_id != viewer.id),
        )
        .outerjoin(holder, holder.id == Claim.user_id)
        .where(Post.thread_id.in_([row.id for row in waiting]), Post.position == 0)
    )
    said = {thread_id: (_beginning(html), name or "") for thread_id, html, name in rows}
    return Together(
        cluster_id,
        [Member(row, *said[row.id]) for row in waiting if row.id in said],
        [row for row in every if row.status is ThreadStatus.SOLVED],
    )


def _beginning(html: str) -> str:
    return textwrap.shorten(plain_text(html), SAYS_CHARS, placeholder=" …")


def people_told(thread_ids: Sequence[int], actor: Actor) -> int:
    """How many would hear of an answer to these questions."""
    people = concerned(thread_ids).where(User.id != actor.id).subquery()
    return db.session.scalar(select(func.count()).select_from(people)) or 0


def sent_by(actor: Actor, joint_id: int) -> JointAnswer | None:
    """An answer of the actor's own; None where it is not theirs, or was taken back."""
    made = db.session.get(JointAnswer, joint_id)
    mine = made is not None and made.actor_id == actor.id and made.taken_back_at is None
    return made if mine else None


def taken_back_by(actor: Actor, joint_id: int) -> tuple[JointAnswer, str] | None:
    """One that was taken back, and its text; None where it is not the actor's."""
    row = db.session.execute(
        select(JointAnswer, Post.source)
        .outerjoin(Post, Post.id == JointAnswer.post_id)
        .where(
            JointAnswer.id == joint_id,
            JointAnswer.actor_id == actor.id,
            JointAnswer.taken_back_at.is_not(None),
        )
    ).first()
    return (row[0], row[1] or "") if row is not None else None


def _open(viewer: Actor) -> Select[*tuple[Any, ...]]:
    return (
        visible_to(viewer)
        .join(ClusterMember, ClusterMember.thread_id == Thread.id)
        .where(
            Thread.deleted_at.is_(None),
            Thread.hidden_at.is_(None),
            Thread.locked_at.is_(None),
            Thread.status.in_(clusters.OPEN),
        )
        .with_only_columns(
            ClusterMember.cluster_id.label("cluster_id"),
            Thread.id.label("thread_id"),
            Thread.author_id.label("author_id"),
            maintain_column_froms=True,
        )
    )


def _counted(viewer: Actor) -> Select[*tuple[Any, ...]]:
    seen = _open(viewer).subquery()
    return (
        select(seen.c.cluster_id, func.count().label("threads"))
        .group_by(seen.c.cluster_id)
        .having(func.count() > 1)
    )


# how many clusters wait; every page of the desk shows it
waiting_count = register_figure(
    "together", lambda viewer: select(func.count()).select_from(_counted(viewer).subquery())
)


def _firsts(cluster_ids: Sequence[int], viewer: Actor) -> dict[int, Thread]:
    """Of each cluster the open question most people have."""
    place = func.row_number().over(
        partition_by=ClusterMember.cluster_id, order_by=(Thread.same_count.desc(), Thread.id)
    )
    ranked = (
        _open(viewer)
        .where(ClusterMember.cluster_id.in_(cluster_ids))
        .add_columns(place.label("place"))
        .subquery()
    )
    rows = db.session.execute(
        select(Thread, ranked.c.cluster_id)
        .join(ranked, ranked.c.thread_id == Thread.id)
        .where(ranked.c.place == 1)
        .options(joinedload(Thread.category))
    )
    return {cluster_id: thread for thread, cluster_id in rows}
