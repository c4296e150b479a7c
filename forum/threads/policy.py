"""Who may do what to a thread or a post. Pure: plain values in, yes or no out."""

from datetime import datetime, timedelta
from typing import Protocol

from forum.core.permissions import Actor, Permission
from forum.threads.models import PostKind, Thread

STAFF_ACCEPT_AFTER = timedelta(days=7)  # the asker comes first


class Authored(Protocol):
    """What rules ask of a thread or a post: a row, or the few columns that a page reads of it."""

    @property
    def author_id(self) -> int:
        """Who wrote it."""
        ...

    @property
    def deleted_at(self) -> datetime | None:
        """Since when it is deleted."""
        ...

    @property
    def deleted_by_id(self) -> int | None:
        """By whom."""
        ...

    @property
    def is_gone(self) -> bool:
        """Whether only few may still see it."""
        ...


class Written(Authored, Protocol):
    """What rules ask of a post."""

    @property
    def kind(self) -> PostKind:
        """What it is in its thread."""
        ...


def owns(actor: Actor, author_id: int) -> bool:
    """Whether the actor wrote it."""
    return actor.id is not None and actor.id == author_id


def can_see_thread(actor: Actor, thread: Thread) -> bool:
    """Deleted or hidden threads are there for their author and for moderators only."""
    if not thread.is_gone:
        return True
    return actor.can(Permission.SEE_DELETED) or owns(actor, thread.author_id)


def can_see_post(actor: Actor, post: Written) -> bool:
    """Deleted or hidden posts are there for their author and for moderators only."""
    if not post.is_gone:
        return True
    return actor.can(Permission.SEE_DELETED) or owns(actor, post.author_id)


def can_answer(actor: Actor, thread: Thread) -> bool:
    """Anyone signed in; only staff where the thread is locked, nobody where it is gone."""
    if thread.is_gone or not actor.can(Permission.ANSWER):
        return False
    return thread.locked_at is None or actor.can(Permission.ANSWER_LOCKED)


def can_edit(actor: Actor, post: Written, thread: Thread) -> bool:
    """One's own posts while the thread is open; moderators any."""
    if post.is_gone or thread.is_gone:
        return False
    if actor.can(Permission.EDIT_ANY):
        return True
    unlocked = thread.locked_at is None or actor.can(Permission.ANSWER_LOCKED)
    return owns(actor, post.author_id) and unlocked


def can_edit_title(actor: Actor, thread: Thread) -> bool:
    """The asker, and staff who curate."""
    if thread.is_gone:
        return False
    return actor.can(Permission.CURATE) or (
        owns(actor, thread.author_id) and thread.locked_at is None
    )


def can_delete(actor: Actor, post: Written, thread: Thread) -> bool:
    """One's own, or any for moderators; an answered question can only be edited."""
    if post.is_gone or thread.is_gone:
        return False
    if actor.can(Permission.EDIT_ANY):
        return True
    answered = post.kind is PostKind.QUESTION and thread.answer_count > 0
    unlocked = thread.locked_at is None or actor.can(Permission.ANSWER_LOCKED)
    return owns(actor, post.author_id) and unlocked and not answered


def can_restore(actor: Actor, gone: Authored) -> bool:
    """Whoever deleted it themselves, and moderators; a question comes back with its thread."""
    if gone.deleted_at is None:
        return False
    own = owns(actor, gone.author_id) and gone.deleted_by_id == actor.id
    return own or actor.can(Permission.EDIT_ANY)


def can_convert(actor: Actor, post: Written, thread: Thread) -> bool:
    """Who wrote a comment or an answer says which it is; staff who curate may, too."""
    if post.kind in {PostKind.QUESTION, PostKind.MERGED} or post.is_gone or thread.is_gone:
        return False
    own = owns(actor, post.author_id) and thread.locked_at is None
    return own or actor.can(Permission.CURATE)


def can_accept(actor: Actor, thread: Thread, now: datetime) -> bool:
    """The asker at once; staff for a silent asker after a week."""
    if thread.is_gone or not thread.wants_answer:
        return False
    if owns(actor, thread.author_id):
        return True
    waited = now - thread.created_at >= STAFF_ACCEPT_AFTER
    return waited and actor.can(Permission.ACCEPT_FOR_OTHERS)


def can_mark_official(actor: Actor, thread: Thread) -> bool:
    """Staff speak for the company."""
    return actor.can(Permission.MARK_OFFICIAL) and not thread.is_gone


def can_verify(actor: Actor, post: Written, thread: Thread) -> bool:
    """Staff check what somebody else answered."""
    return can_mark_official(actor, thread) and not owns(actor, post.author_id)


def can_endorse(actor: Actor, post: Written, thread: Thread) -> bool:
    """Ambassadors and staff stand behind what somebody else answered."""
    return actor.can(Permission.ENDORSE) and not thread.is_gone and not owns(actor, post.author_id)


def can_supersede(actor: Actor, thread: Thread) -> bool:
    """Staff say which answers are out of date."""
    return can_mark_official(actor, thread)


def can_reopen(actor: Actor, thread: Thread) -> bool:
    """The asker for whom it did not help, and staff; only what is solved or set aside reopens."""
    if thread.is_gone or thread.locked_at is not None:
        return False
    return owns(actor, thread.author_id) or actor.can(Permission.CURATE)


def can_vote(actor: Actor, post: Written, thread: Thread) -> bool:
    """On what others answered, never on one's own."""
    return (
        actor.can(Permission.VOTE)
        and post.kind is not PostKind.COMMENT
        and not post.is_gone
        and not thread.is_gone
        and not owns(actor, post.author_id)
    )


def can_tell_outcome(actor: Actor, post: Written, thread: Thread) -> bool:
    """Whoever tried somebody else's answer; the asker accepts it or reopens instead."""
    return (
        actor.can(Permission.SAME)
        and post.kind is PostKind.ANSWER
        and not post.is_gone
        and not thread.is_gone
        and not owns(actor, post.author_id)
        and not owns(actor, thread.author_id)
    )


def can_have_same(actor: Actor, thread: Thread) -> bool:
    """Everyone but the asker, who has it by definition."""
    return actor.can(Permission.SAME) and not thread.is_gone and not owns(actor, thread.author_id)


def can_curate(actor: Actor, thread: Thread) -> bool:
    """Lock, move, set language, ask for details."""
    return actor.can(Permission.CURATE) and not thread.is_gone


def can_merge(actor: Actor) -> bool:
    """Moderators make one question part of another, and take it out again."""
    return actor.can(Permission.MERGE)


def can_redact(actor: Actor, thread: Thread) -> bool:
    """Staff take out what should never have been written, also where it is hidden already."""
    return actor.can(Permission.REDACT) and can_see_thread(actor, thread)


def can_retag(actor: Actor, thread: Thread) -> bool:
    """The asker, ambassadors and staff."""
    return not thread.is_gone and (
        actor.can(Permission.RETAG) or (owns(actor, thread.author_id) and not thread.locked_at)
    )
