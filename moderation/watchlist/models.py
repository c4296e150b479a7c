"""Tables of the watchlist. None of them is ever named in ``forum``."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.core.db import Base, UtcDateTime, choice
from moderation.watchlist.clocks import PauseReason, StartCause, StopReason


class ThreadClock(Base):
    """When a thread should have its first answer from somebody who would know, and its solution.

    Kept by listeners from what ``clocks.read`` says; something runs while ``stopped_at`` is empty,
    and ``due_at`` is when the next thing is due. It counts by the version of a policy that held
    when it began. ``signal_at`` is when somebody is to hear of it next.
    """

    __tablename__ = "thread_clocks"
    __table_args__ = (
        Index("ix_thread_clocks_stopped_at_due_at", "stopped_at", "due_at"),
        Index(
            "ix_thread_clocks_signal_at",
            "signal_at",
            sqlite_where=text("signal_at IS NOT NULL"),
            postgresql_where=text("signal_at IS NOT NULL"),
        ),
    )

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True
    )
    policy_version_id: Mapped[int] = mapped_column(ForeignKey("policy_versions.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cause: Mapped[StartCause] = mapped_column(choice(StartCause), default=StartCause.ASKED)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deferred_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # a member answered then
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stop_reason: Mapped[StopReason | None] = mapped_column(choice(StopReason))
    community_ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    first_due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    first_stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    first_stop_reason: Mapped[StopReason | None] = mapped_column(choice(StopReason))
    resolution_due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    first_warned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    first_breached_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolution_warned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolution_breached_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signal_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


_GOES_ON = text("ended_at IS NULL")


class ClockPause(Base):
    """Time that does not count for a thread's clocks, and why. The rows stay."""

    __tablename__ = "clock_pauses"
    __table_args__ = (
        Index(
            "uq_clock_pauses_one_of_a_kind",
            "thread_id",
            "reason",
            unique=True,
            sqlite_where=_GOES_ON,
            postgresql_where=_GOES_ON,
        ),
        Index("ix_clock_pauses_thread_id_began_at", "thread_id", "began_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    reason: Mapped[PauseReason] = mapped_column(choice(PauseReason))
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


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
