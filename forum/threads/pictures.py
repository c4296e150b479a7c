"""Which texts of threads show pictures, and when to ask again whether any does."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Select, cast, or_, select
from sqlalchemy import Text as TextType

from forum.core import clock
from forum.core.db import db
from forum.core.events import listens_to
from forum.core.picture_urls import keys_in
from forum.threads.events import PostDeleted
from forum.threads.models import Draft, Post, Revision, Thread
from forum.uploads.actions import look_again
from forum.uploads.holders import NAMES_PICTURE, Text, holds_pictures

BROUGHT_BACK_WITHIN = timedelta(days=30)  # afterwards a deleted text comes back without pictures


def of_posts() -> Iterator[Text]:
    """What posts say now."""
    yield from _shown_or_deleted(select(Post.source, Post.deleted_at, Thread.deleted_at))


def of_revisions() -> Iterator[Text]:
    """What they ever said: each revision can be looked at."""
    yield from _shown_or_deleted(
        select(Revision.source, Post.deleted_at, Thread.deleted_at).join(
            Post, Post.id == Revision.post_id
        )
    )


def of_drafts() -> Iterator[Text]:
    """What was not sent yet."""
    unsent = cast(Draft.fields, TextType)
    for text in db.session.scalars(select(unsent).where(unsent.like(NAMES_PICTURE))):
        yield text, True


def _shown_or_deleted(
    found: Select[str, datetime | None, datetime | None],
) -> Iterator[Text]:
    since = clock.now() - BROUGHT_BACK_WITHIN
    source = found.selected_columns[0]
    for text, post_deleted_at, thread_deleted_at in db.session.execute(
        found.join(Thread, Thread.id == Post.thread_id).where(
            source.like(NAMES_PICTURE),
            or_(Post.deleted_at.is_(None), Post.deleted_at > since),
            or_(Thread.deleted_at.is_(None), Thread.deleted_at > since),
        )
    ):
        yield text, post_deleted_at is None and thread_deleted_at is None


def register() -> None:
    """Let the room of pictures ask."""
    holds_pictures("posts", of_posts)
    holds_pictures("revisions", of_revisions)
    holds_pictures("drafts", of_drafts)


@listens_to(PostDeleted)
def ask_about_its_pictures(event: PostDeleted) -> None:
    """A text went out of sight with its pictures, or came back; a question takes all along."""
    deleted = db.session.get_one(Post, event.post_id)
    texts = select(Revision.source).join(Post, Post.id == Revision.post_id)
    if deleted.position == 0:
        texts = texts.where(Post.thread_id == event.thread_id)
    else:
        texts = texts.where(Post.id == event.post_id)
    found = db.session.scalars(texts.where(Revision.source.like(NAMES_PICTURE)))
    look_again(set().union(*map(keys_in, found)))
