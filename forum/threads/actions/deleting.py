"""Soft deletion: out of sight, never out of the database."""

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotAllowed, Refused
from forum.core.events import publish
from forum.threads import policy
from forum.threads.actions.marking import revoke_marks_on
from forum.threads.counters import recount
from forum.threads.events import PostDeleted, ThreadCurated
from forum.threads.models import Post, PostKind, Thread
from forum.threads.queries import ensure_visible


@transactional
def delete_post(actor: User, post_id: int, reason: str = "") -> Post:
    """Take a post out of sight; a question takes its whole thread along.

    Raises:
        NotFound, NotAllowed, or Refused for a question that others have answered.
    """
    post, thread = _load(actor, post_id)
    gone = thread if post.kind is PostKind.QUESTION else post
    if gone.deleted_at is not None:
        return post
    if not policy.can_delete(actor, post, thread):
        if policy.owns(actor, post.author_id) and post.kind is PostKind.QUESTION:
            raise Refused(
                _("Others have answered this question, so it stays for those who find it later."),
                _("You can still edit it, or ask the team to remove it."),
            )
        raise NotAllowed()
    moment = clock.now()
    if post.kind is PostKind.QUESTION:
        thread.deleted_at, thread.deleted_by_id = moment, actor.id
        publish(ThreadCurated(thread.id, actor.id, "delete", thread.title, "", reason))
    else:
        post.deleted_at, post.deleted_by_id = moment, actor.id
        revoke_marks_on(post, actor.id, moment)
        recount([thread.id])
    db.session.flush()
    publish(PostDeleted(thread.id, post.id, actor.id, restored=False, reason=reason))
    return post


@transactional
def restore_post(actor: User, post_id: int) -> Post:
    """Bring a post, or with a question its thread, back into sight; raises as ``delete_post``."""
    post, thread = _load(actor, post_id)
    gone = thread if post.kind is PostKind.QUESTION else post
    if gone.deleted_at is None and policy.can_delete(actor, post, thread):
        return post  # it was brought back already
    if not policy.can_restore(actor, gone):
        raise NotAllowed()
    gone.deleted_at = gone.deleted_by_id = None
    recount([thread.id])
    if post.kind is PostKind.QUESTION:
        publish(ThreadCurated(thread.id, actor.id, "restore", "", thread.title))
    publish(PostDeleted(thread.id, post.id, actor.id, restored=True))
    return post


def _load(actor: User, post_id: int) -> tuple[Post, Thread]:
    post = locked(Post, post_id)
    thread = locked(Thread, post.thread_id)
    ensure_visible(actor, thread, post)
    return post, thread
