"""What a person clicked already, for everything on one page, in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from forum.core.db import db
from forum.core.permissions import Actor
from forum.reactions.models import Follow, SameProblem, Vote
from forum.threads import policy
from forum.threads.models import Post, PostKind, Thread


@dataclass(frozen=True, slots=True)
class Reactions:
    """The buttons below one post for one person."""

    post: Post
    thread: Thread
    my_vote: int
    may_vote: bool
    has_same: bool
    may_have_same: bool
    follows: bool

    @property
    def is_question(self) -> bool:
        """Whether the post is the thread's question, which carries the thread's buttons."""
        return self.post.kind is PostKind.QUESTION


def reactions_of(post_ids: Sequence[int], viewer: Actor) -> dict[int, Reactions]:
    """What the viewer may click below each post, and what they clicked before."""
    same, follow = aliased(SameProblem), aliased(Follow)
    rows = db.session.execute(
        select(Post, Thread, Vote.value, same.user_id, follow.user_id)
        .join(Thread, Thread.id == Post.thread_id)
        .outerjoin(Vote, and_(Vote.post_id == Post.id, Vote.user_id == viewer.id))
        .outerjoin(same, and_(same.thread_id == Thread.id, same.user_id == viewer.id))
        .outerjoin(follow, and_(follow.thread_id == Thread.id, follow.user_id == viewer.id))
        .where(Post.id.in_(post_ids))
    )
    return {
        post.id: Reactions(
            post=post,
            thread=thread,
            my_vote=value or 0,
            may_vote=policy.can_vote(viewer, post, thread),
            has_same=same_id is not None,
            may_have_same=policy.can_have_same(viewer, thread),
            follows=follow_id is not None,
        )
        for post, thread, value, same_id, follow_id in rows
    }
