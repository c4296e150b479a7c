"""What happens to threads that may change with whom they belong together."""

from forum.core.db import db
from forum.core.events import listens_to
from forum.finding.clusters.marks import mark
from forum.finding.events import DuplicateLinked, DuplicateUnlinked
from forum.threads.events import (
    PostEdited,
    ThreadAsked,
    ThreadCurated,
    ThreadMerged,
    ThreadUnmerged,
)
from forum.threads.models import Post, PostKind

MOVES = frozenset({"move", "delete", "restore"})


@listens_to(ThreadAsked, DuplicateUnlinked)
def compare_it(event: ThreadAsked | DuplicateUnlinked) -> None:
    """A question of its own: what is it like?"""
    mark([event.thread_id], rereads=True)


@listens_to(DuplicateLinked)
def follow_the_link(event: DuplicateLinked) -> None:
    """People said where it belongs."""
    mark([event.thread_id], rereads=False)


@listens_to(PostEdited)
def compare_it_again(event: PostEdited) -> None:
    """What it asks may be something else now; what is answered to it is not asked."""
    post = db.session.get(Post, event.post_id)
    if post is not None and post.kind in {PostKind.QUESTION, PostKind.MERGED}:
        mark([event.thread_id], rereads=True)


@listens_to(ThreadCurated)
def see_who_reads_it(event: ThreadCurated) -> None:
    """It went, came back, or is read by others."""
    if event.verb in MOVES:
        mark([event.thread_id], rereads=True)


@listens_to(ThreadMerged)
def let_it_be_one(event: ThreadMerged) -> None:
    """The one is no thread any more, the other asks with the words of both."""
    mark([event.thread_id], rereads=False)
    mark([event.into_id], rereads=True)


@listens_to(ThreadUnmerged)
def let_them_be_two(event: ThreadUnmerged) -> None:
    """Each asks with its own words again."""
    mark([event.thread_id, event.from_id], rereads=True)
