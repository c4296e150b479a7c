"""The inbox."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.core.db import Base, UtcDateTime, choice
from forum.threads.models import Thread


class NotificationKind(StrEnum):
    """What somebody is told of."""

    ANSWER = "answer"
    COMMENT = "comment"
    MENTION = "mention"
    SOLVED = "solved"
    OFFICIAL = "official"
    ACCEPTED = "accepted"  # your answer was accepted
    NEEDS_INFO = "needs_info"
    DUPLICATE = "duplicate"
    ARTICLE = "article"  # your words became part of an article


class Notification(Base):
    """One line in somebody's inbox."""

    __tablename__ = "notifications"
    __table_args__ = (
        Index("ix_notifications_user_id_read_at", "user_id", "read_at"),
        Index("ix_notifications_user_id_created_at", "user_id", "created_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[NotificationKind] = mapped_column(choice(NotificationKind))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    thread: Mapped[Thread] = relationship(lazy="raise")
    actor: Mapped[User | None] = relationship(foreign_keys=[actor_id], lazy="raise")
