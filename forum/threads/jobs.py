"""Background work of the threads room."""

from datetime import timedelta

from sqlalchemy import delete, select

from forum.accounts.actions import promote_new_member
from forum.accounts.models import User
from forum.core import clock, jobs
from forum.core.db import db, transactional
from forum.core.permissions import Role
from forum.threads.models import Draft, Post, Submission, Thread

STOOD_AFTER = timedelta(hours=1)  # a post nobody objected to for this long has stood
DRAFTS_KEPT = timedelta(days=90)
VISITOR_DRAFTS_KEPT = timedelta(days=7)
SUBMISSIONS_KEPT = timedelta(days=7)
BATCH_PEOPLE = 200


@jobs.sweep
def welcome_members() -> None:
    """Who is new and has one post that stood becomes a member."""
    stood = (
        select(Post.id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            Post.author_id == User.id,
            Post.created_at < clock.now() - STOOD_AFTER,
            Post.deleted_at.is_(None),
            Post.hidden_at.is_(None),
            Thread.deleted_at.is_(None),
            Thread.hidden_at.is_(None),
        )
    )
    ready = select(User.id).where(User.role == Role.NEW, stood.exists()).limit(BATCH_PEOPLE)
    for user_id in db.session.scalars(ready).all():
        promote_new_member(user_id)


@jobs.sweep
@transactional
def forget_old_drafts() -> None:
    """Texts nobody came back for, and keys of buttons nobody presses any more."""
    moment = clock.now()
    visitors = Draft.owner_key.startswith("visitor:")
    db.session.execute(
        delete(Draft).where(visitors, Draft.updated_at < moment - VISITOR_DRAFTS_KEPT)
    )
    db.session.execute(delete(Draft).where(Draft.updated_at < moment - DRAFTS_KEPT))
    db.session.execute(delete(Submission).where(Submission.created_at < moment - SUBMISSIONS_KEPT))
