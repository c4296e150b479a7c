"""Tables of what was done to many threads at once, so that it can be taken back."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.core.db import Base, UtcDateTime, choice
from forum.threads.models import Thread

REASON_MAX_CHARS = 300
VIEW_MAX_CHARS = 800


class BulkKind(StrEnum):
    """What can be done to many threads at once."""

    CLAIM = "claim"
    ASSIGN = "assign"
    SEVERITY = "severity"
    CATEGORY = "category"
    TAG = "tag"
    SNOOZE = "snooze"
    NEEDS_INFO = "needs-info"
    LOCK = "lock"


class BulkAct(Base):
    """One act on many threads. ``view`` is the address of the list it began at."""

    __tablename__ = "bulk_acts"

    id: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[BulkKind] = mapped_column(choice(BulkKind))
    view: Mapped[str] = mapped_column(String(VIEW_MAX_CHARS), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    items: Mapped[list["BulkItem"]] = relationship(lazy="raise", order_by="BulkItem.id")


class BulkItem(Base):
    """What became of one thread of an act: what was before and is after, or why it was left."""

    __tablename__ = "bulk_items"
    __table_args__ = (UniqueConstraint("act_id", "thread_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("bulk_acts.id", ondelete="CASCADE"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), index=True)
    before: Mapped[Any] = mapped_column(JSON, nullable=True)
    after: Mapped[Any] = mapped_column(JSON, nullable=True)
    left_because: Mapped[str] = mapped_column(String(REASON_MAX_CHARS), default="")
    kept_because: Mapped[str] = mapped_column(String(REASON_MAX_CHARS), default="")  # when undone

    thread: Mapped[Thread] = relationship(lazy="raise")
