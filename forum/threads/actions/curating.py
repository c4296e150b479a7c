"""What staff (and, for tags, askers and ambassadors) change about a whole thread."""

from collections.abc import Sequence

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.categories.models import Category, Product
from forum.categories.queries import audiences_of
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import NotAllowed, Refused
from forum.core.events import publish
from forum.core.permissions import Permission
from forum.threads import policy
from forum.threads.actions.history import note_event
from forum.threads.actions.tagging import tags_for
from forum.threads.events import ThreadCurated
from forum.threads.models import Severity, Tag, Thread, ThreadEventKind, ThreadType
from forum.threads.queries import ensure_visible, with_tags


@transactional
def lock(actor: User, thread_id: int, reason: str = "") -> Thread:
    """Nothing new may be added, except by staff."""
    thread = curated(actor, thread_id)
    if thread.locked_at is None:
        thread.locked_at, thread.locked_by_id = clock.now(), actor.id
        note_event(thread, ThreadEventKind.LOCKED, actor.id, clock.now(), reason)
        publish(ThreadCurated(thread.id, actor.id, "lock", reason=reason))
    return thread


@transactional
def unlock(actor: User, thread_id: int) -> Thread:
    """Everyone may add again."""
    thread = curated(actor, thread_id)
    if thread.locked_at is not None:
        thread.locked_at = thread.locked_by_id = None
        note_event(thread, ThreadEventKind.UNLOCKED, actor.id, clock.now())
        publish(ThreadCurated(thread.id, actor.id, "unlock"))
    return thread


@transactional
def pin(actor: User, thread_id: int) -> Thread:
    """Keep a thread on top of its lists."""
    thread = curated(actor, thread_id, Permission.PIN)
    if thread.pinned_at is None:
        thread.pinned_at, thread.pinned_by_id = clock.now(), actor.id
        publish(ThreadCurated(thread.id, actor.id, "pin"))
    return thread


@transactional
def unpin(actor: User, thread_id: int) -> Thread:
    """Let a thread go back to its place."""
    thread = curated(actor, thread_id, Permission.PIN)
    if thread.pinned_at is not None:
        thread.pinned_at = thread.pinned_by_id = None
        publish(ThreadCurated(thread.id, actor.id, "unpin"))
    return thread


@transactional
def move(actor: User, thread_id: int, category_id: int, reason: str = "") -> Thread:
    """Put a thread into another category.

    Raises:
        NotFound, NotAllowed, or Refused where the category is not there for the actor.
    """
    thread = curated(actor, thread_id)
    target = db.session.get(Category, category_id)
    if target is None or target.audience not in audiences_of(actor):
        raise Refused(_("This category is not there any more."), _("Choose another one."))
    if target.id != thread.category_id:
        before = db.session.get_one(Category, thread.category_id)
        thread.category_id = target.id
        note_event(thread, ThreadEventKind.MOVED, actor.id, clock.now())
        publish(ThreadCurated(thread.id, actor.id, "move", before.slug, target.slug, reason))
    return thread


@transactional
def set_product(actor: User, thread_id: int, product_id: int | None, version: str = "") -> Thread:
    """Say what a thread is about, and on which version; None: about no product of its own.

    Raises:
        NotFound, NotAllowed, or Refused where there is no such product.
    """
    thread = curated(actor, thread_id)
    about = _named(product_id)
    if (thread.product_id, thread.version) != (product_id, version):
        before = _about(_named(thread.product_id), thread.version)
        thread.product_id, thread.version = product_id, version
        db.session.flush()
        publish(ThreadCurated(thread.id, actor.id, "product", before, _about(about, version)))
    return thread


def _named(product_id: int | None) -> Product | None:
    if product_id is None:
        return None
    product = db.session.get(Product, product_id)
    if product is None:
        raise Refused(_("There is no such product any more."), _("Choose another one, or none."))
    return product


def _about(product: Product | None, version: str) -> str:
    return " ".join(part for part in (product.slug if product else "", version) if part)


@transactional
def set_severity(actor: User, thread_id: int, severity: Severity, reason: str = "") -> Thread:
    """Correct how bad it is."""
    thread = curated(actor, thread_id)
    if thread.severity is not severity:
        before, thread.severity = thread.severity, severity
        db.session.flush()
        publish(
            ThreadCurated(thread.id, actor.id, "severity", before.value, severity.value, reason)
        )
    return thread


@transactional
def set_type(actor: User, thread_id: int, kind: ThreadType, reason: str = "") -> Thread:
    """Say what kind of thing was posted; ideas and feedback run without clocks."""
    thread = curated(actor, thread_id)
    if thread.type is not kind:
        before, thread.type = thread.type, kind
        db.session.flush()
        publish(ThreadCurated(thread.id, actor.id, "type", before.value, kind.value, reason))
    return thread


@transactional
def retag(actor: User, thread_id: int, slugs: Sequence[str]) -> Thread:
    """Give a thread these tags instead of those it has.

    Raises:
        NotFound, NotAllowed, or Refused where a tag would be new and is not theirs to create.
    """
    thread = locked(Thread, thread_id)
    ensure_visible(actor, thread)
    if not policy.can_retag(actor, thread):
        raise NotAllowed()
    with_tags(thread)
    before = [tag.slug for tag in thread.tags]
    if before == sorted(slugs):
        return thread
    for tag in thread.tags:
        tag.thread_count = Tag.thread_count - 1
    db.session.flush()
    thread.tags = tags_for(actor, slugs)
    db.session.flush()
    publish(ThreadCurated(thread.id, actor.id, "retag", " ".join(before), " ".join(sorted(slugs))))
    return thread


def curated(actor: User, thread_id: int, permission: Permission = Permission.CURATE) -> Thread:
    """A thread that the actor may look after, held locked.

    Raises:
        NotFound, NotAllowed, or Refused where it is not shown any more.
    """
    thread = locked(Thread, thread_id)
    ensure_visible(actor, thread)
    if not actor.can(permission):
        raise NotAllowed()
    if thread.is_gone:
        raise Refused(_("This thread is not shown any more; restore it first."))
    return thread
