"""Linking a question to where its answer stands, and taking that back.

People who have the problem of a duplicate hear when the target is solved: they follow it for its
solution and count as having it too. What a link brought carries the moment of the link, so undoing
takes back exactly that and nothing somebody chose themselves.
"""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import User
from forum.categories.models import Audience, Category
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotAllowed, NotFound, Refused
from forum.core.events import publish
from forum.finding import policy
from forum.finding.actions import take_out
from forum.finding.carrying import bring_along, take_back
from forum.finding.events import DuplicateLinked
from forum.finding.keys import Key, parse, thread_key
from forum.finding.models import DuplicateLink
from forum.finding.releasing import key_of, unlink_one
from forum.knowledge.models import Article
from forum.knowledge.queries import get_article
from forum.threads.actions.history import note_event
from forum.threads.models import Thread, ThreadEventKind, ThreadStatus
from forum.threads.queries import ensure_visible


@transactional
def link(actor: User, thread_id: int, target_key: str) -> DuplicateLink:
    """Say that a thread's answer stands in another thread or an article.

    A target that is itself a duplicate leads on to where its own answer stands; what pointed to
    this thread points there too.

    Raises:
        NotFound: the thread or the target is not there for the actor.
        NotAllowed: not theirs to say.
        Refused: the thread itself, a circle, or a target its readers could not open.
    """
    thread = locked(Thread, thread_id)
    ensure_visible(actor, thread)
    if not policy.can_link(actor, thread):
        raise NotAllowed()
    return _link(actor, thread, target_key)


@transactional
def link_own(actor: User, thread_id: int, target_key: str) -> DuplicateLink:
    """Say of one's own question that its answer stands in what the site itself found.

    Raises:
        NotFound, NotAllowed or Refused, as above.
    """
    thread = locked(Thread, thread_id)
    ensure_visible(actor, thread)
    if not policy.can_link_own(actor, thread):
        raise NotAllowed()
    return _link(actor, thread, target_key)


def _link(actor: User, thread: Thread, target_key: str) -> DuplicateLink:
    target = _final_target(actor, thread, target_key)
    known = link_in_force(thread.id)
    if known is not None and key_of(known) == str(target):
        return known
    if known is not None:
        _undo(known, actor)
    for earlier in _links_to(thread):
        _undo(earlier, actor)
        _make(locked(Thread, earlier.thread_id), target, actor)
    made = _make(thread, target, actor)
    note_event(thread, ThreadEventKind.DUPLICATE, actor.id, made.created_at)
    return made


@transactional
def unlink(actor: User, thread_id: int) -> Thread:
    """The question is one of its own again.

    Raises:
        NotFound, NotAllowed, or Refused where nothing is linked.
    """
    thread = locked(Thread, thread_id)
    ensure_visible(actor, thread)
    if not policy.can_unlink(actor, thread):
        raise NotAllowed()
    known = link_in_force(thread.id)
    if known is None:
        raise Refused(_("This question is not linked to another one."))
    unlink_one(known, actor.id)
    return thread


def link_in_force(thread_id: int) -> DuplicateLink | None:
    """The link that makes a thread a duplicate now."""
    return db.session.scalar(
        select(DuplicateLink).where(
            DuplicateLink.thread_id == thread_id, DuplicateLink.undone_at.is_(None)
        )
    )


def _final_target(actor: User, thread: Thread, target_key: str) -> Key:
    key = parse(target_key)
    if key is None:
        raise NotFound()
    if key.kind == "thread":
        further = link_in_force(key.id)
        if key.id == thread.id or (further is not None and further.target_thread_id == thread.id):
            raise Refused(
                _("A question cannot be its own answer."),
                _("Choose the one that should stay, and link the other to it."),
            )
        if further is not None:
            _readable(actor, key, thread)  # what cannot be seen leads nowhere
            key = parse(key_of(further)) or key
    _readable(actor, key, thread)
    return key


def _readable(actor: User, key: Key, thread: Thread) -> None:
    """The target must be there for the actor, and for everyone who reads the thread."""
    target: Thread | Article
    if key.kind == "article":
        target = get_article(key.id, actor)
        gone = not target.is_readable
    else:
        target = locked(Thread, key.id)
        ensure_visible(actor, target)
        gone = target.is_gone
    ours = db.session.get_one(Category, thread.category_id)
    theirs = db.session.get_one(Category, target.category_id)
    narrower = theirs.audience is not Audience.PUBLIC and theirs.audience is not ours.audience
    if gone or narrower:
        raise Refused(
            _("Those who read this question could not open that answer."),
            _("Choose one that is published in a place they can see."),
        )


def _links_to(thread: Thread) -> Sequence[DuplicateLink]:
    part_of_it = select(Thread.id).where(Thread.merged_into_id == thread.id)
    return db.session.scalars(
        select(DuplicateLink)
        .where(
            DuplicateLink.target_thread_id == thread.id,
            DuplicateLink.undone_at.is_(None),
            DuplicateLink.thread_id.not_in(part_of_it),
        )
        .order_by(DuplicateLink.id)
        .with_for_update()
    ).all()


def _make(thread: Thread, target: Key, actor: User) -> DuplicateLink:
    made = DuplicateLink(
        thread_id=thread.id,
        target_thread_id=target.id if target.kind == "thread" else None,
        target_article_id=target.id if target.kind == "article" else None,
        by_id=actor.id,
        created_at=clock.now(),
    )
    db.session.add(made)
    thread.status = ThreadStatus.DUPLICATE
    db.session.flush()
    bring_along(made)
    take_out(thread_key(thread.id))
    publish(DuplicateLinked(thread.id, str(target), actor.id))
    return made


def _undo(link: DuplicateLink, actor: User) -> None:
    take_back(link)
    link.undone_at, link.undone_by_id = clock.now(), actor.id
    db.session.flush()
