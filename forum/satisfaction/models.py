"""What people were asked about how it went, and what they said."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Base, UtcDateTime, choice

COMMENT_MAX_CHARS = 500


class SolvedBy(StrEnum):
    """What kind of answer it was that solved it."""

    OFFICIAL = "official"
    ACCEPTED = "accepted"
    VERIFIED = "verified"
    ARTICLE = "article"


class SatisfactionAsk(Base):
    """One person was asked about one thread. ``score`` is 1, 2 or 3; the last word counts."""

    __tablename__ = "satisfaction_asks"
    __table_args__ = (
        UniqueConstraint("thread_id", "user_id"),
        CheckConstraint("score BETWEEN 1 AND 3", name="score"),
        Index("ix_satisfaction_asks_user_id_asked_at", "user_id", "asked_at"),
        Index("ix_satisfaction_asks_asked_at", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    is_asker: Mapped[bool]  # else they had it too
    solved_by: Mapped[SolvedBy] = mapped_column(choice(SolvedBy))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    score: Mapped[int | None]
    comment: Mapped[str] = mapped_column(String(COMMENT_MAX_CHARS), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the first time
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the last time


class SatisfactionOptOut(Base):
    """Somebody does not want to be asked."""

    __tablename__ = "satisfaction_opt_outs"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    since: Mapped[datetime] = mapped_column(UtcDateTime)
