"""A comment that is really an answer, and the other way round."""

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotAllowed, Refused
from forum.core.events import publish
from forum.threads import policy
from forum.threads.actions.marking import revoke_marks_on
from forum.threads.counters import recount
from forum.threads.events import PostConverted
from forum.threads.models import Post, PostKind, Thread
from forum.threads.queries import ensure_visible, question_of


@transactional
def comment_to_answer(actor: User, post_id: int) -> Post:
    """Lift a comment out: it can be voted on and accepted then.

    Raises:
        NotFound, NotAllowed, or Refused where it is no comment.
    """
    post, thread = _convertible(actor, post_id)
    if post.kind is not PostKind.COMMENT:
        raise Refused(_("Only a comment can become an answer."))
    return _become(actor, thread, post, PostKind.ANSWER, parent_id=None)


@transactional
def answer_to_comment(actor: User, post_id: int) -> Post:
    """Put an answer below the question; its own comments follow there, its marks are taken back.

    Raises:
        NotFound, NotAllowed, or Refused where it is no answer.
    """
    post, thread = _convertible(actor, post_id)
    if post.kind is not PostKind.ANSWER:
        raise Refused(_("Only an answer can become a comment."))
    revoke_marks_on(post, actor.id, clock.now())
    question = question_of(thread.id)
    for below in db.session.scalars(select(Post).where(Post.parent_id == post.id)):
        below.parent_id = question.id
    return _become(actor, thread, post, PostKind.COMMENT, parent_id=question.id)


def _become(actor: User, thread: Thread, post: Post, kind: PostKind, parent_id: int | None) -> Post:
    post.kind, post.parent_id = kind, parent_id
    recount([thread.id])
    publish(PostConverted(thread.id, post.id, actor.id, kind.value))
    return post


def _convertible(actor: User, post_id: int) -> tuple[Post, Thread]:
    post = locked(Post, post_id)
    thread = locked(Thread, post.thread_id)
    ensure_visible(actor, thread, post)
    if not policy.can_convert(actor, post, thread):
        raise NotAllowed()
    return post, thread
