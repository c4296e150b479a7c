"""Sending what waits: each row leased, tried with growing pauses, and set aside in the end.

A worker that dies lets its lease run out and another sends again with the same ``uid``: whoever
receives it twice can tell.
"""

import json
import logging
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from forum.core import clock, jobs
from forum.core.db import db, transactional
from forum.core.leases import is_due, is_free
from moderation.webhooks.models import Outcome, WebhookDelivery, WebhookEndpoint
from moderation.webhooks.payloads import Data, body_of
from moderation.webhooks.policy import BACKOFF, LEASE, RESTS, is_good, next_try
from moderation.webhooks.sending import Answer, send
from moderation.webhooks.signing import signature
from moderation.webhooks.stopping import note_failure, note_success

logger = logging.getLogger(__name__)
SWEEP_DELIVERIES = 20  # what is left waits for the next sweep: a slow endpoint blocks nothing


@dataclass(frozen=True, slots=True)
class _Claimed:
    """What is needed to send one row, read in the transaction that leased it."""

    id: int
    uid: str
    event: str
    url: str
    secret: str
    body: Data | None


@jobs.sweep
def deliver_webhooks() -> None:
    """Send what is due; ring again where more waits."""
    for _turn in range(SWEEP_DELIVERIES):
        claimed = _claim()
        if claimed is None:
            return
        if claimed.body is None:
            _leave_out(claimed.id)
        else:
            _settle(claimed.id, _post(claimed, claimed.body))
    jobs.wake()


def _post(claimed: _Claimed, data: Data) -> Answer:
    body = json.dumps(data, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Threadwell",
        "Threadwell-Event": claimed.event,
        "Threadwell-Delivery": claimed.uid,
        "Threadwell-Signature": signature(claimed.secret, int(clock.now().timestamp()), body),
    }
    anywhere = current_app.config["THREADWELL"].webhooks_private
    try:
        return send(claimed.url, body, headers, anywhere)
    except Exception:  # whatever one endpoint meets, the others must still be told
        logger.exception("webhook delivery %s failed", claimed.id)
        return Answer(None, 0, "it could not be sent; the log says more")


@transactional
def _claim() -> _Claimed | None:
    """The next row that is due, leased, with its body."""
    moment = clock.now()
    delivery = db.session.scalar(
        select(WebhookDelivery)
        .join(WebhookDelivery.endpoint)
        .options(contains_eager(WebhookDelivery.endpoint))
        .where(
            WebhookDelivery.outcome.is_(None),
            WebhookEndpoint.stopped_at.is_(None),
            is_due(WebhookDelivery.due_at, moment, BACKOFF[-1]),
            is_free(WebhookDelivery.leased_until, moment, LEASE),
            is_free(WebhookEndpoint.rests_until, moment, RESTS),
        )
        .order_by(WebhookDelivery.due_at, WebhookDelivery.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=WebhookDelivery)
        .execution_options(populate_existing=True)
    )
    if delivery is None:
        return None
    delivery.leased_until = moment + LEASE
    delivery.attempts += 1
    endpoint = delivery.endpoint
    return _Claimed(
        delivery.id,
        delivery.uid,
        delivery.event.value,
        endpoint.url,
        endpoint.secret,
        body_of(delivery),
    )


@transactional
def _leave_out(delivery_id: int) -> None:
    delivery = _again(delivery_id)
    if delivery is not None:
        delivery.attempts -= 1  # nothing was sent
        delivery.leased_until = None
        delivery.outcome, delivery.settled_at = Outcome.OUT_OF_SIGHT, clock.now()


@transactional
def _settle(delivery_id: int, answer: Answer) -> None:
    delivery = _again(delivery_id)
    if delivery is None:
        return
    moment = clock.now()
    delivery.leased_until, delivery.tried_at = None, moment
    delivery.status, delivery.took_ms = answer.status, answer.took_ms
    delivery.last_error = answer.error
    if is_good(answer.status):
        delivery.outcome, delivery.settled_at = Outcome.DELIVERED, moment
        note_success(delivery.endpoint)
        return
    later = next_try(delivery.attempts, moment)
    if later is None:
        delivery.outcome, delivery.settled_at = Outcome.SET_ASIDE, moment
    else:
        delivery.due_at = later
    note_failure(delivery.endpoint, moment, rests=answer.status is None)


def _again(delivery_id: int) -> WebhookDelivery | None:
    return db.session.scalar(
        select(WebhookDelivery)
        .join(WebhookDelivery.endpoint)
        .options(contains_eager(WebhookDelivery.endpoint))
        .where(WebhookDelivery.id == delivery_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
