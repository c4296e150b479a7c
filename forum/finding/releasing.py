"""What a duplicate does when the place of its answer goes away: it is a question again."""

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.events import publish
from forum.finding.actions import mark_stale
from forum.finding.carrying import take_back
from forum.finding.events import DuplicateUnlinked
from forum.finding.keys import Key, thread_key
from forum.finding.models import DuplicateLink
from forum.threads.actions.history import note_event
from forum.threads.counters import recount
from forum.threads.models import Thread, ThreadEventKind, ThreadStatus


@transactional
def unlink_one(link: DuplicateLink, actor_id: int) -> None:
    """Take back one link and everything it brought."""
    thread = locked(Thread, link.thread_id)
    take_back(link)
    link.undone_at, link.undone_by_id = clock.now(), actor_id
    thread.status = ThreadStatus.WAITING
    db.session.flush()
    recount([thread.id])
    note_event(thread, ThreadEventKind.NOT_DUPLICATE, actor_id, clock.now())
    mark_stale([thread_key(thread.id)])
    publish(DuplicateUnlinked(thread.id, key_of(link), actor_id))


@transactional
def release(target: Key, actor_id: int) -> None:
    """Nobody can read the target any more: what was linked to it waits for an answer of its own."""
    column = (
        DuplicateLink.target_thread_id
        if target.kind == "thread"
        else DuplicateLink.target_article_id
    )
    for link in db.session.scalars(
        select(DuplicateLink)
        .where(column == target.id, DuplicateLink.undone_at.is_(None))
        .order_by(DuplicateLink.id)
        .with_for_update()
    ).all():
        unlink_one(link, actor_id)


def key_of(link: DuplicateLink) -> str:
    """The key of what a link points to."""
    if link.target_article_id is not None:
        return f"article:{link.target_article_id}"
    return f"thread:{link.target_thread_id}"
