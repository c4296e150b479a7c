"""An endpoint that never answers is stopped by itself, admins hear of it, and /readyz says so."""

from datetime import datetime
from urllib.parse import urlsplit

from flask import render_template
from flask_babel import gettext as _
from sqlalchemy import delete, func, select

from forum.accounts.models import User
from forum.core import clock, health, jobs, outbox, settings
from forum.core.db import db, transactional
from forum.core.i18n import DEFAULT_LANGUAGE, in_language
from forum.core.pages import absolute, path_to
from forum.core.permissions import Role
from moderation.webhooks.models import Stop, WebhookDelivery, WebhookEndpoint
from moderation.webhooks.policy import KEPT, RESTS, is_hopeless


def host_of(endpoint: WebhookEndpoint) -> str:
    """What others may read of an address: its path may hold a key of the receiver."""
    return urlsplit(endpoint.url).netloc


def note_success(endpoint: WebhookEndpoint) -> None:
    """It works."""
    endpoint.failing_since, endpoint.rests_until = None, None


def note_failure(endpoint: WebhookEndpoint, now: datetime, rests: bool) -> None:
    """It did not take something.

    Args:
        rests: no answer came at all, so it is left alone for a while.
    """
    endpoint.failing_since = endpoint.failing_since or now
    if rests:
        endpoint.rests_until = now + RESTS
    if endpoint.stopped_at is None and is_hopeless(endpoint.failing_since, now):
        endpoint.stopped_at, endpoint.stopped_because = now, Stop.FAILING
        _tell_admins(endpoint, now)


def _tell_admins(endpoint: WebhookEndpoint, now: datetime) -> None:
    admins = db.session.scalars(
        select(User).where(
            User.role == Role.ADMIN, User.active, User.deleted_at.is_(None), User.email.is_not(None)
        )
    ).all()
    url = absolute(path_to("desk.webhooks.show", endpoint_id=endpoint.id))
    for admin in admins:
        with in_language(admin.language or DEFAULT_LANGUAGE):
            what = _("A webhook was stopped: nothing got through for days.")
            words = {
                "what": what,
                "title": host_of(endpoint),
                "excerpt": _(
                    "What happens from now on is not sent there. It can be started again."
                ),
                "url": url,
                "settings_url": absolute(path_to("accounts.settings")),
            }
            outbox.queue_mail(
                f"webhook-stopped:{endpoint.id}:{now.isoformat()}:{admin.id}",
                admin.email or "",
                f"{settings.site_name()}: {what}",
                render_template("email/notification/text.txt", **words),
                render_template("email/notification/page.html", **words),
                admin.id,
            )


def state() -> str:
    """For ``/readyz``: "ok", or what does not get through; to whom stands on the desk."""
    stopped = db.session.scalar(
        select(func.count())
        .select_from(WebhookEndpoint)
        .where(WebhookEndpoint.stopped_because == Stop.FAILING)
    )
    if stopped:
        return f"failed: {stopped} webhooks were stopped after failing for days; see the desk"
    failing = db.session.scalar(
        select(func.count())
        .select_from(WebhookDelivery)
        .join(WebhookDelivery.endpoint)
        .where(
            WebhookDelivery.outcome.is_(None),
            WebhookDelivery.tried_at.is_not(None),
            WebhookEndpoint.stopped_at.is_(None),
        )
    )
    return f"failing: {failing} deliveries wait for another try" if failing else "ok"


@jobs.sweep
def forget_old_deliveries() -> None:
    """What was settled long ago leaves the log."""
    limit = clock.now() - KEPT
    old = select(WebhookDelivery.id).where(WebhookDelivery.settled_at < limit).limit(1)
    if db.session.scalar(old) is not None:
        _forget(limit)


@transactional
def _forget(limit: datetime) -> None:
    db.session.execute(
        delete(WebhookDelivery)
        .where(WebhookDelivery.settled_at < limit)
        .execution_options(synchronize_session=False)
    )


health.reports("webhooks", state)
