"""Answering, commenting, and asking back for details."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotAllowed, NotFound, Refused
from forum.core.events import publish
from forum.threads import policy
from forum.threads.actions.deleting import delete_post
from forum.threads.actions.drafts import discard_draft
from forum.threads.actions.history import note_event
from forum.threads.actions.posting import (
    Text,
    add_post,
    already_sent,
    first_made,
    remember_sent,
)
from forum.threads.counters import settle_status
from forum.threads.events import AnswerPosted, CommentPosted, InfoRequested
from forum.threads.mentions import render
from forum.threads.models import (
    Post,
    PostKind,
    Thread,
    ThreadEvent,
    ThreadEventKind,
    ThreadStatus,
)
from forum.threads.queries import ensure_visible, question_of


def post_answer(
    author: User,
    thread_id: int,
    source: str,
    at: datetime | None = None,
    version: str = "",
    submission_key: str = "",
) -> Post:
    """Answer a thread.

    Raises:
        NotFound: no such thread for this person. NotAllowed: not theirs to answer.
        Refused: the thread is locked.
    """
    html, mentioned = render(source)
    text, moment = Text(source, html), at or clock.now()

    def make() -> Post:
        return _post_answer(author, thread_id, text, mentioned, moment, version, submission_key)

    return first_made(author, submission_key, make)


@transactional
def _post_answer(
    author: User,
    thread_id: int,
    text: Text,
    mentioned: tuple[int, ...],
    moment: datetime,
    version: str,
    submission_key: str,
) -> Post:
    sent = already_sent(author, submission_key)
    if sent is not None:
        return sent
    thread = _open_thread(author, thread_id)
    post = add_post(author, thread, PostKind.ANSWER, text, moment, version=version)
    thread.answer_count += 1
    if author.id == thread.author_id:
        thread.needs_info_at = None
    else:
        thread.first_answer_at = thread.first_answer_at or moment
    if author.is_staff:
        thread.staff_answered_at = thread.staff_answered_at or moment
    settle_status(thread)
    remember_sent(author, submission_key, post, moment)
    discard_draft(f"user:{author.id}", f"answer:{thread.id}")
    publish(AnswerPosted(thread.id, post.id, author.id, author.is_staff, mentioned))
    return post


def comment(
    author: User,
    parent_id: int,
    source: str,
    at: datetime | None = None,
    submission_key: str = "",
) -> Post:
    """Write a comment under a question or an answer; raises as ``post_answer`` does."""
    html, mentioned = render(source)
    text, moment = Text(source, html), at or clock.now()

    def make() -> Post:
        return _comment(author, parent_id, text, mentioned, moment, submission_key)

    return first_made(author, submission_key, make)


@transactional
def _comment(
    author: User,
    parent_id: int,
    text: Text,
    mentioned: tuple[int, ...],
    moment: datetime,
    submission_key: str,
) -> Post:
    sent = already_sent(author, submission_key)
    if sent is not None:
        return sent
    parent = locked(Post, parent_id)
    thread = _open_thread(author, parent.thread_id)
    if parent.kind is PostKind.COMMENT or not policy.can_see_post(author, parent):
        raise NotFound()
    if parent.is_gone:
        raise Refused(_("This post is not shown any more, so nothing can be added to it."))
    post = add_post(author, thread, PostKind.COMMENT, text, moment, parent_id=parent.id)
    if author.id == thread.author_id and thread.needs_info_at is not None:
        thread.needs_info_at = None
        settle_status(thread)
    remember_sent(author, submission_key, post, moment)
    discard_draft(f"user:{author.id}", f"comment:{parent.id}")
    publish(CommentPosted(thread.id, post.id, parent.id, author.id, mentioned))
    return post


def request_info(actor: User, thread_id: int, source: str, at: datetime | None = None) -> Post:
    """Ask back: the thread waits for its asker, who is told; raises as ``post_answer`` does."""
    html, mentioned = render(source)
    return _request_info(actor, thread_id, Text(source, html), mentioned, at or clock.now())


@transactional
def _request_info(
    actor: User, thread_id: int, text: Text, mentioned: tuple[int, ...], moment: datetime
) -> Post:
    thread = _open_thread(actor, thread_id)
    if not policy.can_curate(actor, thread):
        raise NotAllowed()
    if thread.status in {ThreadStatus.SOLVED, ThreadStatus.DUPLICATE}:
        raise Refused(
            _("This thread is settled already."), _("Reopen it first if details are missing.")
        )
    question = question_of(thread.id)
    post = add_post(actor, thread, PostKind.COMMENT, text, moment, parent_id=question.id)
    thread.needs_info_at, thread.needs_info_post_id = moment, post.id
    thread.silent_at = None
    settle_status(thread)
    note_event(thread, ThreadEventKind.NEEDS_INFO, actor.id, moment)
    publish(InfoRequested(thread.id, post.id, actor.id, mentioned))
    return post


@transactional
def take_request_back(actor: User, thread_id: int, post_id: int) -> bool:
    """Ask for no details after all, as if nobody had; False where something came between.

    Raises:
        NotFound, NotAllowed or Refused, as ``post_answer``.
    """
    thread = _open_thread(actor, thread_id)
    if thread.needs_info_at is None or thread.needs_info_post_id != post_id:
        return False
    db.session.execute(
        delete(ThreadEvent).where(
            ThreadEvent.thread_id == thread.id,
            ThreadEvent.kind == ThreadEventKind.NEEDS_INFO,
            ThreadEvent.created_at == thread.needs_info_at,
        )
    )
    thread.needs_info_at = thread.needs_info_post_id = None
    settle_status(thread)
    db.session.flush()
    delete_post(actor, post_id)
    return True


def _open_thread(author: User, thread_id: int) -> Thread:
    thread = locked(Thread, thread_id)
    ensure_visible(author, thread)
    if policy.can_answer(author, thread):
        return thread
    if thread.is_gone:
        raise Refused(_("This thread is not shown any more, so nothing can be added to it."))
    if thread.locked_at is not None:
        raise Refused(
            _("This thread is locked: nothing new can be added. Your text was kept."),
            _("Ask a new question and link to this one."),
        )
    raise NotAllowed()
