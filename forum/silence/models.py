"""What was asked of askers who fell silent, so that each is asked once."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Base, UtcDateTime, choice

_OPEN = text("settled_at IS NULL")


class CheckOutcome(StrEnum):
    """How the question "did it help?" came to its end."""

    WORKS = "works"
    NOT_YET = "not_yet"
    SILENT = "silent"  # no word for so long that the thread left the desk
    OVERTAKEN = "overtaken"  # something else happened in the thread meanwhile


class AskerCheck(Base):
    """ "Did it help?", asked of one asker about one answer."""

    __tablename__ = "asker_checks"
    __table_args__ = (
        Index(
            "uq_asker_checks_one_open",
            "thread_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_asker_checks_thread_id_asked_at", "thread_id", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[CheckOutcome | None] = mapped_column(choice(CheckOutcome))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DetailsReminder(Base):
    """One reminder that details are still missing; ``number`` counts from 1."""

    __tablename__ = "details_reminders"
    __table_args__ = (UniqueConstraint("thread_id", "requested_at", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    number: Mapped[int]
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
