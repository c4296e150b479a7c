"""Tables of webhooks: where the site tells programs what happens, and what it told them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.core.db import Base, UtcDateTime, choice
from moderation.webhooks.kinds import EventKind

URL_MAX_CHARS = 500


class Stop(StrEnum):
    """Why nothing is sent to an endpoint."""

    BY_HAND = "by_hand"
    FAILING = "failing"  # nothing got through for days


class Outcome(StrEnum):
    """What became of a delivery."""

    DELIVERED = "delivered"
    SET_ASIDE = "set_aside"  # every try failed
    OUT_OF_SIGHT = "out_of_sight"  # when it was to be sent, no visitor could read it any more


class WebhookEndpoint(Base):
    """One address that is told. ``events`` holds the names of what it wants, with spaces."""

    __tablename__ = "webhook_endpoints"

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(String(URL_MAX_CHARS), unique=True)
    secret: Mapped[str] = mapped_column(String(80))  # signs every body, so it is kept as it is
    events: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_because: Mapped[Stop | None] = mapped_column(choice(Stop))
    failing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)  # nothing got through since
    rests_until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def kinds(self) -> frozenset[EventKind]:
        """What it wants to be told of."""
        return frozenset(EventKind(name) for name in self.events.split())


_WAITS = text("outcome IS NULL")
_SETTLED = text("settled_at IS NOT NULL")


class WebhookDelivery(Base):
    """One event for one endpoint, until it was taken or set aside.

    No words are kept here: the body is made from the rows when it is sent, so that what was
    deleted or taken out meanwhile is not told any more. ``uid`` is the same at every try.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        Index(
            "ix_webhook_deliveries_waiting",
            "due_at",
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
        Index(
            "ix_webhook_deliveries_settled",
            "settled_at",
            sqlite_where=_SETTLED,
            postgresql_where=_SETTLED,
        ),
        Index("ix_webhook_deliveries_endpoint_id_id", "endpoint_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    dedupe_key: Mapped[str] = mapped_column(String(200), unique=True)
    endpoint_id: Mapped[int] = mapped_column(ForeignKey("webhook_endpoints.id", ondelete="CASCADE"))
    event: Mapped[EventKind] = mapped_column(choice(EventKind))
    object_id: Mapped[int]
    clock_name: Mapped[str] = mapped_column(String(24), default="")
    clock_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    status: Mapped[int | None]  # what the last answer said; none came where this is empty
    took_ms: Mapped[int | None]
    last_error: Mapped[str] = mapped_column(String(200), default="")
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    endpoint: Mapped[WebhookEndpoint] = relationship(lazy="raise")
