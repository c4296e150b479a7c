"""What follows from new and changed posts, set right in the transaction that wrote them."""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

from sqlalchemy import select, update

from forum.core.db import db
from forum.finding.actions import mark_stale
from forum.finding.clusters.marks import mark
from forum.finding.keys import thread_key
from forum.threads.counters import recount
from forum.threads.models import Post, PostKind
from moderation.watchlist.keeping import rebuild


def settle(grown: Collection[int], changed: Iterable[int] = ()) -> None:
    """Put posts in the order they were written; set counters, states, clocks and stale marks.

    Args:
        grown: threads that have new posts or marks.
        changed: threads in which only words or figures changed.
    """
    _renumber(grown)
    recount(grown)
    rebuild(grown)
    touched = {*grown, *changed}
    mark_stale(thread_key(thread_id) for thread_id in touched)
    mark(touched, rereads=True)


def _renumber(thread_ids: Collection[int]) -> None:
    """Positions as if everything had been written here, whichever file of a dump came first.

    Where a question was merged in, its posts stand together and stay so.
    """
    rows = db.session.execute(
        select(Post.thread_id, Post.id, Post.kind, Post.created_at, Post.position)
        .where(Post.thread_id.in_(thread_ids))
        .order_by(Post.thread_id)
    ).all()
    moves: list[tuple[int, int]] = []
    for _thread_id, group in groupby(rows, key=lambda row: row.thread_id):
        posts = list(group)
        if any(row.kind is PostKind.MERGED for row in posts):
            continue
        written = sorted(
            posts, key=lambda row: (row.kind is not PostKind.QUESTION, row.created_at, row.id)
        )
        moves += [
            (row.id, position) for position, row in enumerate(written) if row.position != position
        ]
    _move(moves)


def _move(moves: Sequence[tuple[int, int]]) -> None:
    """Two steps, by way of negative numbers: no two posts of a thread may share a place."""
    if not moves:
        return
    db.session.execute(
        update(Post), [{"id": post_id, "position": -1 - position} for post_id, position in moves]
    )
    db.session.execute(
        update(Post), [{"id": post_id, "position": position} for post_id, position in moves]
    )
