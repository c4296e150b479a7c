"""What admins do with webhooks. Each act is a row of the staff log."""

import uuid

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock, jobs
from forum.core.db import after_commit, db, locked, transactional
from forum.core.errors import NotFound, Refused
from moderation.audit.log import record
from moderation.webhooks import policy
from moderation.webhooks.addresses import NotAnAddress, leads_inside, target_of
from moderation.webhooks.kinds import CHOSEN, EventKind
from moderation.webhooks.models import Stop, WebhookDelivery, WebhookEndpoint
from moderation.webhooks.signing import new_secret
from moderation.webhooks.stopping import host_of
from moderation.webhooks.telling import News, queue

KIND = "webhook"


@transactional
def create(actor: User, url: str, kinds: frozenset[EventKind]) -> WebhookEndpoint:
    """Tell an address what happens from now on.

    Raises:
        NotFound: not theirs to say.
        Refused: it is no address that may be sent to, it is told already, or of nothing.
    """
    _may_keep(actor)
    _check(url, kinds)
    row = WebhookEndpoint(secret=new_secret(), created_at=clock.now(), created_by_id=actor.id)
    row.url, row.events = url, _names(kinds)
    db.session.add(row)
    db.session.flush()
    record(actor.id, "create", KIND, row.id, after=f"{host_of(row)}: {row.events}")
    return row


@transactional
def change(actor: User, endpoint_id: int, url: str, kinds: frozenset[EventKind]) -> None:
    """Let it stand elsewhere, or be told of other things; raises as ``create``."""
    _may_keep(actor)
    row = locked(WebhookEndpoint, endpoint_id)
    _check(url, kinds, besides=row.id)
    before = f"{host_of(row)}: {row.events}"
    row.url, row.events = url, _names(kinds)
    record(actor.id, "edit", KIND, row.id, before=before, after=f"{host_of(row)}: {row.events}")


@transactional
def renew_secret(actor: User, endpoint_id: int) -> WebhookEndpoint:
    """Sign with another secret from now on; the old one is gone at once."""
    _may_keep(actor)
    row = locked(WebhookEndpoint, endpoint_id)
    row.secret = new_secret()
    record(actor.id, "renew-secret", KIND, row.id, after=host_of(row))
    return row


@transactional
def stop(actor: User, endpoint_id: int) -> None:
    """Send nothing there; what waits goes on waiting, what happens meanwhile is not told."""
    _may_keep(actor)
    row = locked(WebhookEndpoint, endpoint_id)
    if row.stopped_at is None:
        row.stopped_at, row.stopped_because = clock.now(), Stop.BY_HAND
        record(actor.id, "stop", KIND, row.id, before=host_of(row))


@transactional
def start(actor: User, endpoint_id: int) -> None:
    """Send again, with a clean record."""
    _may_keep(actor)
    row = locked(WebhookEndpoint, endpoint_id)
    if row.stopped_at is not None:
        row.stopped_at = row.stopped_because = row.failing_since = row.rests_until = None
        record(actor.id, "start", KIND, row.id, after=host_of(row))
        after_commit(jobs.wake)


@transactional
def remove(actor: User, endpoint_id: int) -> None:
    """Forget it, and what was sent to it."""
    _may_keep(actor)
    row = locked(WebhookEndpoint, endpoint_id)
    record(actor.id, "remove", KIND, row.id, before=f"{host_of(row)}: {row.events}")
    db.session.delete(row)


@transactional
def ping(actor: User, endpoint_id: int) -> None:
    """Send a test.

    Raises:
        Refused: it is stopped.
    """
    _may_keep(actor)
    row = locked(WebhookEndpoint, endpoint_id)
    _must_run(row)
    queue(row.id, News(EventKind.PING, row.id, occasion=uuid.uuid4().hex))
    row.rests_until = None
    record(actor.id, "ping", KIND, row.id, after=host_of(row))
    after_commit(jobs.wake)


@transactional
def replay(actor: User, endpoint_id: int, delivery_id: int) -> None:
    """Send one delivery once more, at once, with the number it had.

    Raises:
        NotFound: not theirs, or not of this endpoint.
        Refused: the endpoint is stopped.
    """
    _may_keep(actor)
    row = locked(WebhookEndpoint, endpoint_id)
    delivery = locked(WebhookDelivery, delivery_id)
    if delivery.endpoint_id != row.id:
        raise NotFound()
    _must_run(row)
    delivery.outcome = delivery.settled_at = delivery.leased_until = None
    delivery.attempts, delivery.due_at, row.rests_until = 0, clock.now(), None
    record(actor.id, "replay", KIND, row.id, after=f"{delivery.event.value} {delivery.uid}")
    after_commit(jobs.wake)


def _may_keep(actor: User) -> None:
    if not policy.can_keep(actor):
        raise NotFound()


def _must_run(row: WebhookEndpoint) -> None:
    if row.stopped_at is not None:
        raise Refused(_("Nothing is sent there: it is stopped."), _("Start it again first."))


def _check(url: str, kinds: frozenset[EventKind], besides: int | None = None) -> None:
    if not kinds:
        raise Refused(_("It would be told of nothing."), _("Choose at least one event."))
    try:
        target = target_of(url)
    except NotAnAddress:
        raise Refused(
            _("Nothing can be sent to this address."),
            _("It begins with https:// or http:// and holds no user name."),
        ) from None
    if leads_inside(target) and not current_app.config["THREADWELL"].webhooks_private:
        raise Refused(
            _("This address leads into the network that the site stands in."),
            _("Whoever runs the site can allow that with WEBHOOKS_PRIVATE=on."),
        )
    taken = db.session.scalar(select(WebhookEndpoint.id).where(WebhookEndpoint.url == url))
    if taken is not None and taken != besides:
        raise Refused(_("This address is told already."), _("Change the webhook that is there."))


def _names(kinds: frozenset[EventKind]) -> str:
    return " ".join(kind.value for kind in CHOSEN if kind in kinds)
