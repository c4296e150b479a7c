"""When one question becomes part of another: what pointed to it, what compares it, the index."""

from flask_babel import gettext as _
from sqlalchemy import select, update

from forum.core.db import db
from forum.core.errors import Refused
from forum.core.events import listens_to
from forum.finding import second_look
from forum.finding.actions import mark_stale, take_out
from forum.finding.carrying import take_back_from
from forum.finding.duplicates import link_in_force
from forum.finding.keys import thread_key
from forum.finding.models import DuplicateLink, SecondLook
from forum.finding.releasing import key_of
from forum.threads.events import ThreadMerged, ThreadUnmerged
from forum.threads.models import ThreadMerge

LINKS = "duplicate_links"


@listens_to(ThreadMerged)
def lead_duplicates_on(event: ThreadMerged) -> None:
    """Its duplicates point to the other thread; the index finds that one alone.

    Raises:
        Refused: its own answer stands in a third place.
    """
    here, there = thread_key(event.thread_id), thread_key(event.into_id)
    own = link_in_force(event.thread_id)
    if own is not None and key_of(own) != there:
        raise Refused(
            _("This question points to another place for its answer."),
            _("Undo that link first, or merge it into the one it points to."),
        )
    links = db.session.scalars(
        select(DuplicateLink)
        .where(DuplicateLink.target_thread_id == event.thread_id, DuplicateLink.undone_at.is_(None))
        .with_for_update()
    ).all()
    for link in links:
        link.target_thread_id = event.into_id
    db.session.get_one(ThreadMerge, event.merge_id).remember(LINKS, [link.id for link in links])
    second_look.settle_merged(event.thread_id, event.into_id, event.actor_id)
    db.session.execute(
        update(SecondLook)
        .where(SecondLook.document_key == here, SecondLook.verdict.is_(None))
        .values(document_key=there)
    )
    take_out(here)
    mark_stale([there])


@listens_to(ThreadUnmerged)
def lead_duplicates_back(event: ThreadUnmerged) -> None:
    """They point to it again, as far as they still point to the other one."""
    merge = db.session.get_one(ThreadMerge, event.merge_id)
    for link in db.session.scalars(
        select(DuplicateLink).where(DuplicateLink.id.in_(merge.moved_ids(LINKS))).with_for_update()
    ).all():
        if link.undone_at is None and link.target_thread_id == event.from_id:
            link.target_thread_id = event.thread_id
        else:
            take_back_from(event.thread_id, link)
    mark_stale([thread_key(event.thread_id), thread_key(event.from_id)])
