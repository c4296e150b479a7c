"""Tables of the watchlist. None of them is ever named in ``forum``."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.core.db import Base, UtcDateTime, choice
from moderation.watchlist.clocks import StartCause, StopReason


class ThreadClock(Base):
    """When a thread should have its first answer from somebody who would know.

    Kept by listeners from what ``clocks.read`` says; it runs while ``stopped_at`` is empty.
    """

    __tablename__ = "thread_clocks"
    __table_args__ = (Index("ix_thread_clocks_stopped_at_due_at", "stopped_at", "due_at"),)

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True
    )
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cause: Mapped[StartCause] = mapped_column(choice(StartCause), default=StartCause.ASKED)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deferred_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # a member answered then
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stop_reason: Mapped[StopReason | None] = mapped_column(choice(StopReason))


_HELD = text("released_at IS NULL")


class Claim(Base):
    """A rep is on it, for a while. One that ran out is released by whoever claims next."""

    __tablename__ = "claims"
    __table_args__ = (
        Index(
            "uq_claims_one_held",
            "thread_id",
            unique=True,
            sqlite_where=_HELD,
            postgresql_where=_HELD,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    claimed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship(lazy="raise")


class Note(Base):
    """An internal note on a thread: staff see it, nobody else learns that it exists."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    author: Mapped[User] = relationship(lazy="raise")
