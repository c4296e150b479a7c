"""Reading webhooks, for admins alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.paging import PAGE_SIZE_ROWS, Page, keyset, page_of
from forum.core.permissions import Actor
from moderation.webhooks import policy
from moderation.webhooks.models import WebhookDelivery, WebhookEndpoint


@dataclass(frozen=True, slots=True)
class Line:
    """One endpoint of the list, with when something last got through to it and what waits."""

    endpoint: WebhookEndpoint
    last_tried_at: datetime | None
    waiting: int


def visible_to(viewer: Actor) -> Select[WebhookEndpoint]:
    """The endpoints, oldest first.

    Raises:
        NotFound: for everybody else, as if there were none.
    """
    if not policy.can_keep(viewer):
        raise NotFound()
    return select(WebhookEndpoint).order_by(WebhookEndpoint.id)


def listed(viewer: Actor) -> Sequence[Line]:
    """Every endpoint with its life, in one statement."""
    mine = WebhookDelivery.endpoint_id == WebhookEndpoint.id
    last = select(func.max(WebhookDelivery.tried_at)).where(mine).scalar_subquery()
    waiting = (
        select(func.count())
        .select_from(WebhookDelivery)
        .where(mine, WebhookDelivery.outcome.is_(None))
        .scalar_subquery()
    )
    rows = db.session.execute(visible_to(viewer).add_columns(last, waiting))
    return [Line(endpoint, tried_at, number) for endpoint, tried_at, number in rows]


def get_endpoint(endpoint_id: int, viewer: Actor) -> WebhookEndpoint:
    """One endpoint; raises NotFound."""
    found = db.session.scalar(visible_to(viewer).where(WebhookEndpoint.id == endpoint_id))
    if found is None:
        raise NotFound()
    return found


def deliveries(endpoint: WebhookEndpoint, cursor: str | None) -> Page[WebhookDelivery]:
    """What an endpoint was told, newest first; raises Invalid for a cursor that is not ours."""
    statement = select(WebhookDelivery).where(WebhookDelivery.endpoint_id == endpoint.id)
    paged = keyset(
        statement, WebhookDelivery.happened_at, WebhookDelivery.id, cursor, PAGE_SIZE_ROWS
    )
    return page_of(db.session.scalars(paged).all(), "happened_at")
