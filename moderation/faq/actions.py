"""Choosing, ordering and taking out common questions."""

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotAllowed, NotFound, Refused
from forum.core.ordering import change_places
from forum.core.permissions import Permission
from forum.finding.keys import Key
from forum.knowledge.models import FaqEntry
from forum.knowledge.queries import get_article
from forum.knowledge.queries.faq import FAQ_MAX, entries
from forum.threads.queries import get_thread
from moderation.audit.log import record


@transactional
def add(actor: User, target: Key) -> FaqEntry:
    """Put an article or a solved thread at the end.

    Raises:
        NotFound: there is no such thing for the actor. NotAllowed.
        Refused: it has no answer yet, is there already, or there are as many as fit.
    """
    _may(actor)
    _worthy(actor, target)
    known = entries()
    column = FaqEntry.article_id if target.kind == "article" else FaqEntry.thread_id
    if db.session.scalar(select(FaqEntry.id).where(column == target.id)) is not None:
        raise Refused(_("It is one of the common questions already."))
    if len(known) >= FAQ_MAX:
        raise Refused(
            _("There are %(number)s already: nobody reads more.", number=FAQ_MAX),
            _("Take one out first."),
        )
    entry = FaqEntry(
        article_id=target.id if target.kind == "article" else None,
        thread_id=target.id if target.kind == "thread" else None,
        position=max((row.position for row in known), default=0) + 1,
        added_by_id=actor.id,
        added_at=clock.now(),
    )
    db.session.add(entry)
    db.session.flush()
    record(actor.id, "add-faq", target.kind, target.id)
    return entry


def _worthy(actor: User, target: Key) -> None:
    if target.kind == "article":
        if not get_article(target.id, actor).is_readable:
            raise Refused(_("This article is not published."), _("Publish it first."))
        return
    thread = get_thread(target.id, actor)
    if thread.is_gone:
        raise NotFound()
    if thread.best_post_id is None:
        raise Refused(
            _("This question has no confirmed answer yet."), _("Choose one that is solved.")
        )


@transactional
def move(actor: User, entry_id: int, up: bool) -> None:
    """Let it change places with its neighbour; at the end of the list nothing happens."""
    _may(actor)
    locked(FaqEntry, entry_id)
    if moved := change_places(entries(), entry_id, up):
        record(actor.id, "reorder", "faq", entry_id, *map(str, moved))


@transactional
def remove(actor: User, entry_id: int) -> None:
    """Take it out; what it led to stays."""
    _may(actor)
    entry = locked(FaqEntry, entry_id)
    kind, target_id = ("article", entry.article_id) if entry.article_id else ("thread", 0)
    record(actor.id, "remove-faq", kind, target_id or entry.thread_id or 0)
    db.session.delete(entry)


def _may(actor: User) -> None:
    if not actor.can(Permission.PUBLISH_ARTICLE):
        raise NotAllowed()
