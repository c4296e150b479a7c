"""Writing down whom an event is for, inside the transaction of the act that caused it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.core import clock, jobs
from forum.core.db import after_commit, db
from moderation.webhooks.kinds import EventKind
from moderation.webhooks.models import WebhookDelivery, WebhookEndpoint


@dataclass(frozen=True, slots=True)
class News:
    """One event. ``occasion`` tells it from another of its kind about the same thing."""

    event: EventKind
    object_id: int
    occasion: str = ""
    clock_name: str = ""
    clock_due_at: datetime | None = None


def tell(news: News) -> None:
    """Let every endpoint that wants it hear of it; the same news twice is told once."""
    told = False
    for endpoint in db.session.scalars(
        select(WebhookEndpoint).where(
            WebhookEndpoint.stopped_at.is_(None), WebhookEndpoint.events.contains(news.event.value)
        )
    ).all():
        if news.event in endpoint.kinds():
            told = queue(endpoint.id, news) is not None or told
    if told:
        after_commit(jobs.wake)


def queue(endpoint_id: int, news: News) -> WebhookDelivery | None:
    """Write down one delivery; None where it stands there already."""
    key = f"{endpoint_id}:{news.event.value}:{news.object_id}:{news.occasion}"
    if db.session.scalar(select(WebhookDelivery.id).where(WebhookDelivery.dedupe_key == key)):
        return None
    moment = clock.now()
    delivery = WebhookDelivery(
        uid=str(uuid.uuid4()),
        dedupe_key=key,
        endpoint_id=endpoint_id,
        event=news.event,
        object_id=news.object_id,
        clock_name=news.clock_name,
        clock_due_at=news.clock_due_at,
        happened_at=moment,
        due_at=moment,
        attempts=0,
    )
    db.session.add(delivery)
    db.session.flush()
    return delivery
