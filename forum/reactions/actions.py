"""Voting, telling what worked, "I have this too", following; each can be taken back."""

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotAllowed, Refused
from forum.core.events import publish
from forum.reactions.events import OutcomeTold, SameMarked, Voted
from forum.reactions.models import Follow, Outcome, SameProblem, Vote
from forum.threads import policy
from forum.threads.models import Post, Thread
from forum.threads.queries import ensure_visible


@transactional
def vote(voter: User, post_id: int, value: int) -> Post:
    """Vote +1 or -1 on a post, or take the vote back with 0; the same again changes nothing.

    Raises:
        NotFound, NotAllowed for new members, or Refused on one's own post.
    """
    post = locked(Post, post_id)
    thread = locked(Thread, post.thread_id)
    ensure_visible(voter, thread, post)
    if not policy.can_vote(voter, post, thread):
        if policy.owns(voter, post.author_id):
            raise Refused(_("Your own post cannot have your vote."))
        raise NotAllowed()
    known = db.session.get(Vote, (voter.id, post.id), populate_existing=True)
    before = known.value if known is not None else 0
    if before == value:
        return post
    if known is not None:
        db.session.delete(known)
        db.session.flush()
    if value:
        db.session.add(Vote(user_id=voter.id, post_id=post.id, value=value, created_at=clock.now()))
    post.score += value - before
    db.session.flush()
    publish(Voted(thread.id, post.id, voter.id, value))
    return post


@transactional
def tell_outcome(person: User, post_id: int, worked: bool | None) -> Post:
    """Tell whether an answer worked, or take that back with None; the same again changes nothing.

    Raises:
        NotFound, NotAllowed, or Refused to the asker, who accepts or reopens instead.
    """
    post = locked(Post, post_id)
    thread = locked(Thread, post.thread_id)
    ensure_visible(person, thread, post)
    if not policy.can_tell_outcome(person, post, thread):
        if policy.owns(person, thread.author_id):
            raise Refused(
                _("It is your own question."),
                _("Choose “This solved it”, or open the question again."),
            )
        raise NotAllowed()
    known = db.session.get(Outcome, (person.id, post.id), populate_existing=True)
    before = known.worked if known is not None else None
    if before == worked:
        return post
    if known is not None:
        db.session.delete(known)
        db.session.flush()
    if worked is not None:
        db.session.add(
            Outcome(user_id=person.id, post_id=post.id, worked=worked, created_at=clock.now())
        )
    post.worked_count += int(worked is True) - int(before is True)
    post.tried_count += int(worked is not None) - int(before is not None)
    db.session.flush()
    publish(OutcomeTold(thread.id, post.id, person.id, worked))
    return post


@transactional
def have_same(person: User, thread_id: int, wanted: bool = True) -> Thread:
    """ "I have this too": counts once and follows for the solution; raises as ``vote`` does."""
    thread = locked(Thread, thread_id)
    ensure_visible(person, thread)
    if not policy.can_have_same(person, thread):
        if policy.owns(person, thread.author_id):
            raise Refused(_("It is your own question: you are counted already."))
        raise NotAllowed()
    known = db.session.get(SameProblem, (person.id, thread.id), populate_existing=True)
    if (known is not None) == wanted:
        return thread
    if known is not None:
        db.session.delete(known)
        followed = db.session.get(Follow, (person.id, thread.id), populate_existing=True)
        if followed is not None and followed.solution_only:
            _unfollow(thread, followed)
    else:
        db.session.add(SameProblem(user_id=person.id, thread_id=thread.id, created_at=clock.now()))
        _follow(person.id, thread, solution_only=True)
    thread.same_count += 1 if wanted else -1
    db.session.flush()
    publish(SameMarked(thread.id, person.id, wanted))
    return thread


@transactional
def follow(person: User, thread_id: int, wanted: bool = True) -> Thread:
    """Hear what happens in a thread, or stop hearing it; raises NotFound."""
    thread = locked(Thread, thread_id)
    ensure_visible(person, thread)
    if wanted:
        _choose(person.id, thread)
        return thread
    known = db.session.get(Follow, (person.id, thread.id), populate_existing=True)
    if known is not None:
        _unfollow(thread, known)
    return thread


def follow_quietly(user_id: int, thread_id: int) -> None:
    """Whoever writes in a thread follows it, inside the transaction of writing."""
    _choose(user_id, locked(Thread, thread_id))


@transactional
def recount(thread_ids: list[int]) -> None:
    """Rebuild the stored counts of these threads; scores hold imported votes that have no rows."""
    same = select(func.count()).where(SameProblem.thread_id == Thread.id).scalar_subquery()
    followers = select(func.count()).where(Follow.thread_id == Thread.id).scalar_subquery()
    db.session.execute(
        update(Thread)
        .where(Thread.id.in_(thread_ids))
        .values(same_count=same, follower_count=followers)
        .execution_options(synchronize_session=False)
    )
    tried = select(func.count()).where(Outcome.post_id == Post.id)
    db.session.execute(
        update(Post)
        .where(Post.thread_id.in_(thread_ids))
        .values(
            tried_count=tried.scalar_subquery(),
            worked_count=tried.where(Outcome.worked).scalar_subquery(),
        )
        .execution_options(synchronize_session=False)
    )


def _choose(user_id: int, thread: Thread) -> None:
    """A whole follow of one's own; one that came by itself is begun anew, so that it stays."""
    known = db.session.get(Follow, (user_id, thread.id), populate_existing=True)
    if known is None:
        _follow(user_id, thread, solution_only=False)
    elif known.solution_only:
        known.solution_only, known.created_at = False, clock.now()


def _follow(user_id: int, thread: Thread, solution_only: bool) -> None:
    if db.session.get(Follow, (user_id, thread.id), populate_existing=True) is not None:
        return
    db.session.add(
        Follow(
            user_id=user_id,
            thread_id=thread.id,
            solution_only=solution_only,
            created_at=clock.now(),
        )
    )
    thread.follower_count += 1
    db.session.flush()


def _unfollow(thread: Thread, known: Follow) -> None:
    db.session.delete(known)
    thread.follower_count -= 1
    db.session.flush()
