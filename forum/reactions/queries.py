"""What a person clicked already, for everything on one page, in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import aliased, load_only

from forum.core.db import db
from forum.core.permissions import Actor
from forum.core.statements import ViewerKind, kind_of, parameters
from forum.reactions.models import Follow, Outcome, SameProblem, Vote
from forum.threads import policy
from forum.threads.models import Post, PostKind, Thread


class Pressed(NamedTuple):
    """The columns of a post that its buttons depend on, in the order in which they are read."""

    id: int
    kind: PostKind
    score: int
    author_id: int
    hidden_at: datetime | None
    deleted_at: datetime | None
    deleted_by_id: int | None

    @property
    def is_gone(self) -> bool:
        """Whether only few may still see it."""
        return self.deleted_at is not None or self.hidden_at is not None


@dataclass(frozen=True, slots=True)
class Reactions:
    """The buttons below one post for one person."""

    post: Pressed
    thread: Thread
    my_vote: int
    may_vote: bool
    has_same: bool
    may_have_same: bool
    follows: bool
    may_tell: bool  # whether it worked: asked of the best answer only
    outcome: bool | None

    @property
    def is_question(self) -> bool:
        """Whether the post is the thread's question, which carries the thread's buttons."""
        return self.post.kind is PostKind.QUESTION


def reactions_of(post_ids: Sequence[int], viewer: Actor) -> dict[int, Reactions]:
    """What the viewer may click below each post, and what they clicked before."""
    chosen = parameters(viewer, post_ids=list(post_ids))
    found: dict[int, Reactions] = {}
    for *columns, thread, value, same_id, follow_id, worked in db.session.execute(
        _statement(kind_of(viewer)), chosen
    ):
        post = Pressed._make(columns)
        found[post.id] = Reactions(
            post=post,
            thread=thread,
            my_vote=value or 0,
            may_vote=policy.can_vote(viewer, post, thread),
            has_same=same_id is not None,
            may_have_same=policy.can_have_same(viewer, thread),
            follows=follow_id is not None,
            may_tell=thread.best_post_id == post.id
            and policy.can_tell_outcome(viewer, post, thread),
            outcome=worked,
        )
    return found


@cache
def _statement(kind: ViewerKind) -> Select[*tuple[Any, ...]]:
    """Posts and threads with no more than buttons need; on a page the thread is loaded already."""
    same, follow = aliased(SameProblem), aliased(Follow)
    post = tuple(getattr(Post, name) for name in Pressed._fields)
    thread = (
        Thread.same_count,
        Thread.author_id,
        Thread.deleted_at,
        Thread.hidden_at,
        Thread.official_post_id,
        Thread.accepted_post_id,
        Thread.verified_post_id,
    )
    return (
        select(*post, Thread, Vote.value, same.user_id, follow.user_id, Outcome.worked)
        .join(Thread, Thread.id == Post.thread_id)
        .outerjoin(Vote, and_(Vote.post_id == Post.id, Vote.user_id == kind.id))
        .outerjoin(Outcome, and_(Outcome.post_id == Post.id, Outcome.user_id == kind.id))
        .outerjoin(same, and_(same.thread_id == Thread.id, same.user_id == kind.id))
        .outerjoin(follow, and_(follow.thread_id == Thread.id, follow.user_id == kind.id))
        .where(Post.id.in_(bindparam("post_ids", expanding=True)))
        .options(load_only(*thread))
    )
